package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.SigningKey;
import dev.tulle.proxy.model.TextMatch;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.route.SessionSeal;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real clients stay where they were, by a whole proxy.
class AffinityLoopbackTest {

    private static final String SERVICE = "10.96.0.10:80";
    private static final SigningKey OLD = key(1);
    private static final SigningKey NEW = key(2);
    private static final Affinity.Cookie COOKIE = new Affinity.Cookie("shop", Duration.ZERO);
    private static final Pattern SET = Pattern.compile("set-cookie: (shop[a-z-]*=([^;]*)[^\r]*)");

    private final List<TestApplication> applications = new ArrayList<>();
    private TestPod caller;

    @BeforeEach
    void start() throws Exception {
        caller = pod();
        for (String name : List.of("one", "two", "three", "four")) {
            applications.add(TestApplication.named(name));
        }
        serve(caller);
    }

    private static TestPod pod() throws Exception {
        return new TestPod("caller", TestAuthority.of(TestPod.TRUST_DOMAIN)).calls(SERVICE);
    }

    /// Two versions of two pods each.
    private void serve(TestPod pod) {
        pod.knows(
                        SERVICE,
                        Protocol.DETECT,
                        new WeightedBackend("v1", 1),
                        new WeightedBackend("v2", 1))
                .backend("v1", endpoint(0), endpoint(1))
                .backend("v2", endpoint(2), endpoint(3));
    }

    @AfterEach
    void stop() {
        caller.close();
        applications.forEach(TestApplication::close);
    }

    private static SigningKey key(int filled) {
        byte[] bytes = new byte[SigningKey.LENGTH];
        Arrays.fill(bytes, (byte) filled);
        return SigningKey.of(bytes);
    }

    private static Affinity by(Affinity.Carrier carrier, SigningKey... keys) {
        return new Affinity(carrier, List.of(keys));
    }

    private Endpoint endpoint(int application) {
        return TestPod.plain(applications.get(application).port());
    }

    private static String get(TestPod through, String path, String... fields) throws IOException {
        try (TestClient client = new TestClient(through.outbound())) {
            return client.send("GET", path, fields).answer();
        }
    }

    private static String cookie(String answer) {
        Matcher set = SET.matcher(answer);
        assertThat(set.find()).as(answer).isTrue();
        return set.group(1).substring(0, set.group(1).indexOf(';'));
    }

    private static String place(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private void staysAt(String place, String held) throws IOException {
        for (int i = 0; i < 10; i++) {
            String answer = get(caller, "/", "Cookie: a=b; " + held + "; c=d");
            assertThat(place(answer)).isEqualTo(place);
            assertThat(answer).doesNotContain("set-cookie");
        }
    }

    @Test
    void keepsAClientOnItsPodThroughAnyProxy() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();

        String first = get(caller, "/");
        assertThat(first)
                .containsPattern(
                        "set-cookie: shop=[A-Za-z0-9_-]{32}; Path=/; HttpOnly; SameSite=Lax\r\n");
        staysAt(place(first), cookie(first));
        try (TestPod other = pod()) {
            serve(other);
            other.sticky(SERVICE, by(COOKIE, OLD)).start();
            assertThat(place(get(other, "/", "Cookie: " + cookie(first)))).isEqualTo(place(first));
        }
    }

    @Test
    void sharesNewClientsByWeight() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();
        Set<String> places = new HashSet<>();

        for (int i = 0; i < 64; i++) {
            places.add(place(get(caller, "/")));
        }

        assertThat(places).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void choosesAnewForAValueThatNobodySigned() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();
        String good = cookie(get(caller, "/"));
        char last = good.charAt(good.length() - 1);
        String bad = good.substring(0, good.length() - 1) + (last == 'A' ? 'B' : 'A');

        for (String held : List.of(bad, "shop=", "shop=x", "other=" + good.substring(5))) {
            assertThat(get(caller, "/", "Cookie: " + held)).as(held).contains("set-cookie: shop=");
        }
    }

    @Test
    void signsAnewByTheNewestKeyAndStays() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();
        String first = get(caller, "/");

        caller.sticky(SERVICE, by(COOKIE, OLD, NEW)).start();
        staysAt(place(first), cookie(first));
        caller.sticky(SERVICE, by(COOKIE, NEW, OLD)).start();
        String second = get(caller, "/", "Cookie: " + cookie(first));
        assertThat(place(second)).isEqualTo(place(first));
        assertThat(cookie(second)).isNotEqualTo(cookie(first));

        caller.sticky(SERVICE, by(COOKIE, NEW)).start();
        staysAt(place(first), cookie(second));
        assertThat(get(caller, "/", "Cookie: " + cookie(first))).contains("set-cookie: shop=");
    }

    @Test
    void leavesABackendOfWeightZero() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();
        String first = get(caller, "/");
        boolean wasFirst = Set.of("one", "two").contains(place(first));

        caller.knows(
                        SERVICE,
                        Protocol.DETECT,
                        new WeightedBackend("v1", wasFirst ? 0 : 1),
                        new WeightedBackend("v2", wasFirst ? 1 : 0))
                .sticky(SERVICE, by(COOKIE, OLD))
                .start();

        String moved = get(caller, "/", "Cookie: " + cookie(first));
        assertThat(List.of("one", "two").contains(place(moved))).isNotEqualTo(wasFirst);
        staysAt(place(moved), cookie(moved));
    }

    @Test
    void staysOnTheVersionWhenItsPodIsGone() throws Exception {
        caller.sticky(SERVICE, by(COOKIE, OLD)).start();
        String first = get(caller, "/");
        while (!place(first).equals("one")) {
            first = get(caller, "/");
        }

        Endpoint draining = endpoint(0);
        caller.backend(
                        "v1",
                        new Endpoint(
                                draining.address(), EndpointState.DRAINING, "", 0, "", "test/one"),
                        endpoint(1))
                .start();

        for (int i = 0; i < 20; i++) {
            String moved = get(caller, "/", "Cookie: " + cookie(first));
            assertThat(place(moved)).isEqualTo("two");
            assertThat(cookie(moved)).isNotEqualTo(cookie(first));
        }
    }

    @Test
    void movesOnWhenNobodyTakesItsConnections() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        caller.backend("v1", TestPod.plain(port), endpoint(1))
                .sticky(SERVICE, by(COOKIE, OLD))
                .start();
        long pod = Hashes.of("127.0.0.1:" + port + "/");
        String held = "shop=" + SessionSeal.of(List.of(OLD)).seal(Hashes.of("v1"), pod);

        String moved = get(caller, "/", "Cookie: " + held);

        assertThat(place(moved)).as("the same version").isEqualTo("two");
        staysAt("two", cookie(moved));
    }

    @Test
    void keepsASessionOfItsOwnForARuleWithBackends() throws Exception {
        RouteMatch beta =
                new RouteMatch(
                        new TextMatch.Prefix("/beta"), Set.of(), List.of(), List.of(), List.of());
        RouteMatch all =
                new RouteMatch(
                        new TextMatch.Prefix("/all"), Set.of(), List.of(), List.of(), List.of());
        RuleChanges withoutCookies =
                new RuleChanges(
                        null,
                        null,
                        new HeaderEdit(List.of(), List.of(), List.of("cookie")),
                        HeaderEdit.NOTHING);
        caller.sticky(
                        SERVICE,
                        by(COOKIE, OLD),
                        new RouteRule("beta", List.of(beta), List.of(new WeightedBackend("v2", 1))),
                        new RouteRule("all", List.of(all), List.of(), withoutCookies))
                .start();
        String plain = get(caller, "/");
        String ruled = get(caller, "/beta", "Cookie: " + cookie(plain));

        assertThat(cookie(ruled)).startsWith("shop-beta=");
        String both = "Cookie: " + cookie(plain) + "; " + cookie(ruled);
        for (int i = 0; i < 10; i++) {
            assertThat(place(get(caller, "/beta", both))).isEqualTo(place(ruled));
            assertThat(place(get(caller, "/", both))).isEqualTo(place(plain));
            assertThat(place(get(caller, "/all", both)))
                    .as("the rule hides cookies from the application only")
                    .isEqualTo(place(plain));
        }
    }

    @Test
    void tellsProgramsByAFieldThatNobodyElseSets() throws Exception {
        caller.sticky(SERVICE, by(new Affinity.Header("x-session"), OLD)).start();
        String first = get(caller, "/");
        Matcher field = Pattern.compile("x-session: ([^\r]*)\r\n").matcher(first);
        assertThat(field.find()).as(first).isTrue();

        for (int i = 0; i < 10; i++) {
            String next = get(caller, "/", "X-Session: " + field.group(1));
            assertThat(place(next)).isEqualTo(place(first));
            assertThat(next).doesNotContain("x-session");
        }
    }

    @Test
    void saysHowLongABrowserKeepsIt() throws Exception {
        caller.sticky(SERVICE, by(new Affinity.Cookie("shop", Duration.ofHours(1)), OLD)).start();

        assertThat(get(caller, "/"))
                .containsPattern("shop=[^;]{32}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600\r\n");
    }

    @Test
    void keepsClientsOfHttp2() throws Exception {
        try (Http2Application one = Http2Application.named("one");
                Http2Application two = Http2Application.named("two")) {
            caller.knows(SERVICE, Protocol.DETECT, new WeightedBackend("v1", 1))
                    .backend("v1", TestPod.plain(one.port()), TestPod.plain(two.port()))
                    .sticky(SERVICE, by(COOKIE, OLD))
                    .start();
            Message first;
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                first = client.get(1, "/").answer(1);
            }
            String held = Objects.requireNonNull(first.head().get("set-cookie"));
            assertThat(held).startsWith("shop=");
            String pair = held.substring(0, held.indexOf(';'));

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                for (int stream = 1; stream < 20; stream += 2) {
                    Message next =
                            client.get(stream, "/", "cookie", "a=b", "cookie", pair).answer(stream);
                    assertThat(next.text()).isEqualTo(first.text());
                    assertThat(next.head()).doesNotContainKey("set-cookie");
                }
            }
        }
    }
}
