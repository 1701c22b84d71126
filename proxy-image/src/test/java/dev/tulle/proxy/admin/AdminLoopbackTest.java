package dev.tulle.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.SigningKey;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.model.Workloads;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import dev.tulle.proxy.tls.TestAuthority;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminLoopbackTest {
    private static final String ID = "spiffe://cluster.local/ns/shop/sa/web";

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop control = group.next();
    private final IdentityMaterial identity = TestAuthority.of("cluster.local").identity(ID);
    private final AtomicReference<Optional<MeshConfig>> config =
            new AtomicReference<>(Optional.of(config()));
    private final AtomicReference<Optional<String>> stalled =
            new AtomicReference<>(Optional.empty());
    private final List<String> done = new ArrayList<>();

    @TempDir Path run;

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static MeshConfig config() {
        Address web = Address.parse("10.96.0.10:80");
        Endpoint endpoint =
                new Endpoint(
                        Address.parse("10.1.0.1:8080"), EndpointState.READY, ID, 1, "u9", "shop/x");
        return new MeshConfig(
                Workloads.web(IpAddress.parse("127.0.0.1")),
                Inbound.of(
                        "shop/aa",
                        List.of(new InboundPort(8080, Protocol.HTTP1, MtlsMode.STRICT)),
                        new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE),
                        List.of()),
                Map.of(
                        web,
                        new Destination(
                                web,
                                new Target.Service("shop", "web", 80),
                                Protocol.HTTP1,
                                List.of(new WeightedBackend("shop/web:80", 1)),
                                "shop/web:80")),
                Map.of("shop/web:80", routes()),
                Map.of(
                        "shop/web:80",
                        new Backend(
                                "shop/web:80", Protocol.HTTP1, BackendTls.MESH, "shop", "web", 80)),
                Map.of("shop/web:80", new Endpoints("shop/web:80", List.of(endpoint))));
    }

    private static Routes routes() {
        RouteMatch get = new RouteMatch(null, Set.of("GET"), List.of(), List.of(), List.of());
        byte[] key = new byte[SigningKey.LENGTH];
        Arrays.fill(key, (byte) 'K');
        return new Routes(
                "shop/web:80",
                List.of(new RouteRule("get", List.of(get), List.of())),
                Optional.of(
                        new Affinity(
                                new Affinity.Cookie("shop", Duration.ZERO),
                                List.of(SigningKey.of(key)))));
    }

    private Readiness readiness() {
        return new Readiness(run);
    }

    private int open(Readiness readiness) {
        return bind(
                AdminPages.open(
                        readiness,
                        stalled::get,
                        () -> "metrics 1\n",
                        config::get,
                        new SocketProber(control, Optional::empty, pod -> Optional.empty()),
                        Ticker.systemTicker()));
    }

    private int local() {
        return bind(
                AdminPages.local(
                        config::get,
                        () -> Optional.of(identity),
                        JsonArray::new,
                        (room, level) -> done.add(room + "=" + level),
                        () -> done.add("drain")));
    }

    private int bind(List<AdminEndpoint> endpoints) {
        Channel channel =
                new AdminServer(control, endpoints)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static HttpResponse<String> ask(String method, int port, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .version(HttpClient.Version.HTTP_1_1)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void isReadyOnlyBetweenFirstConfigurationAndDrain() throws Exception {
        Readiness readiness = readiness();
        int port = open(readiness);

        assertThat(ask("GET", port, "/ready").statusCode()).isEqualTo(503);
        assertThat(run.resolve("ready")).doesNotExist();

        control.submit(() -> ready(readiness)).sync();
        assertThat(ask("GET", port, "/ready").statusCode()).isEqualTo(200);
        assertThat(run.resolve("ready")).as("opens the start gate").exists();

        control.submit(readiness::draining).sync();
        assertThat(ask("GET", port, "/ready").body()).isEqualTo("draining\n");
        assertThat(run.resolve("ready")).doesNotExist();
    }

    private static void ready(Readiness readiness) {
        try {
            readiness.ready();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void removesReadyFileOfAnEarlierRun() throws Exception {
        readiness().ready();

        readiness().starting();

        assertThat(run.resolve("ready")).doesNotExist();
    }

    @Test
    void isAliveUntilALoopStalls() throws Exception {
        int port = open(readiness());
        assertThat(ask("GET", port, "/live").statusCode()).isEqualTo(200);

        stalled.set(Optional.of("loop-1 ran no task for 6 s"));

        assertThat(ask("GET", port, "/live").statusCode()).isEqualTo(503);
        assertThat(ask("GET", port, "/live").body()).contains("loop-1");
    }

    @Test
    void showsMetrics() throws Exception {
        HttpResponse<String> page = ask("GET", open(readiness()), "/metrics");

        assertThat(page.body()).isEqualTo("metrics 1\n");
        assertThat(page.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void openPortTakesGetOnly(String method) throws Exception {
        assertThat(ask(method, open(readiness()), "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask(method, open(readiness()), "/nowhere").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/config", "/drain", "/log?discovery=debug", "/", "/probe/9"})
    void openPortKnowsNothingElse(String path) throws Exception {
        assertThat(ask("GET", open(readiness()), path).statusCode()).isEqualTo(404);
    }

    @Test
    void configShowsWhatIsInForceAndWhichLeafIsUsed() throws Exception {
        JsonObject page =
                JsonParser.parseString(ask("GET", local(), "/config").body()).getAsJsonObject();

        assertThat(page.getAsJsonObject("workload").get("namespace").getAsString())
                .isEqualTo("shop");
        assertThat(page.getAsJsonObject("identity").get("serial").getAsString())
                .isEqualTo(identity.serial());
        assertThat(page.getAsJsonArray("backends").toString()).contains("10.1.0.1:8080");
        assertThat(page.getAsJsonArray("destinations").toString()).contains("10.96.0.10:80");
        assertThat(page.getAsJsonArray("routes").toString())
                .contains("\"get\"")
                .contains("\"affinity\":\"cookie shop\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/config", "/destinations", "/connections"})
    void localPagesHoldNoSecret(String path) throws Exception {
        String page = ask("GET", local(), path).body();

        assertThat(page)
                .doesNotContainIgnoringCase("private key")
                .doesNotContainIgnoringCase("authorization")
                .doesNotContain("KKKK")
                .doesNotContain("S0tL")
                .doesNotContain("4b4b")
                .doesNotContain(
                        Base64.getEncoder()
                                .encodeToString(identity.leaf().getPublicKey().getEncoded()));
    }

    @Test
    void setsLevelsAndDrains() throws Exception {
        int port = local();

        assertThat(ask("GET", port, "/log?discovery=debug").statusCode()).isEqualTo(200);
        assertThat(ask("POST", port, "/drain").statusCode()).isEqualTo(202);
        assertThat(ask("GET", port, "/drain").statusCode()).isEqualTo(405);

        assertThat(done).containsExactly("discovery=debug", "drain");
    }

    @Test
    void saysWhenNothingIsInForceYet() throws Exception {
        config.set(Optional.empty());

        assertThat(ask("GET", local(), "/config").statusCode()).isEqualTo(503);
    }

    @Test
    void saysWhenThePortIsTaken() {
        int port = local();

        assertThatThrownBy(() ->
                        new AdminServer(control, List.of())
                                .bind(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), port)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot bind")
                .hasMessageContaining(Integer.toString(port));
    }
}
