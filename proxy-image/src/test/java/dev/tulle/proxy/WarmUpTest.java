package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.HandshakeFailure;
import dev.tulle.proxy.tls.IdentityMaterial;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tls.TlsObserver;
import dev.tulle.proxy.warmup.WarmedUp;
import io.netty.util.concurrent.Ticker;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WarmUpTest {
    private static final String ID = "spiffe://cluster.local/ns/shop/sa/web";

    private static final String SERVICE = "10.96.0.10:80";

    private final Threads threads = Threads.of(1);

    @AfterEach
    void stop() {
        threads.stop();
    }

    private WarmedUp warmUp(IdentityMaterial identity) throws Exception {
        return warmUp(identity, new TlsObserver.None());
    }

    private WarmedUp warmUp(IdentityMaterial identity, TlsObserver observer) throws Exception {
        Ticker ticker = Ticker.systemTicker();
        MeshTls tls = new MeshTls(Clock.systemUTC(), ticker, threads.tls(), observer);
        tls.use(identity);
        return new WarmUpPath(threads, ticker, tls)
                .run(new SplittableRandom(7), () -> true)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void callsThroughBothEnginesUntilSteadyOrTimeIsUp() throws Exception {
        WarmedUp result = warmUp(TestAuthority.of("cluster.local").identity(ID));

        assertThat(result.ending()).as(result.sentence()).isNotEqualTo(WarmedUp.Ending.FAILED);
        assertThat(result.answers()).as(result.toString()).isGreaterThan(10);
        assertThat(result.took()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void isNotCounted() throws Exception {
        Queue<String> counted = new ConcurrentLinkedQueue<>();

        WarmedUp result =
                warmUp(
                        TestAuthority.of("cluster.local").identity(ID),
                        new TlsObserver() {
                            @Override
                            public void handshake(Direction direction, long nanos) {
                                counted.add("handshake " + direction);
                            }

                            @Override
                            public void failed(Direction direction, HandshakeFailure reason) {
                                counted.add("failed " + direction + " " + reason);
                            }

                            @Override
                            public void reloaded(Reload reload) {
                                counted.add("reloaded " + reload);
                            }
                        });

        assertThat(result.answers()).isPositive();
        assertThat(counted).isEmpty();
    }

    @Test
    void saysWhyItFailedWhenTheOwnIdentityIsNotTrusted() throws Exception {
        TestAuthority own = TestAuthority.of("cluster.local");
        TestAuthority other = TestAuthority.of("cluster.local");

        WarmedUp result = warmUp(own.identity(ID, other.roots(1)));

        assertThat(result.ending()).isEqualTo(WarmedUp.Ending.FAILED);
        assertThat(result.sentence()).matches("(TCP|HTTP/1.1|HTTP/2): .+");
    }

    /// Only a fresh process shows it in full; behind other tests more is loaded already.
    @Test
    void firstRequestLoadsHardlyAnyClass() throws Exception {
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        try (TestApplication application = TestApplication.named("v1");
                TestPod caller = new TestPod("caller", authority);
                TestPod called = new TestPod("called", authority)) {
            called.serves(application.port()).start();
            caller.calls(SERVICE).knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
            caller.backend("echo", called.endpoint()).start();
            ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), application.port()));
            warmUp(authority.identity(ID));
            ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
            long before = classes.getTotalLoadedClassCount();

            ask(caller.outbound());

            assertThat(classes.getTotalLoadedClassCount() - before)
                    .as("classes loaded by the first request")
                    .isLessThanOrEqualTo(20);
        }
    }

    @Test
    void firstRequestByHttp2LoadsHardlyAnyClass() throws Exception {
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        try (Http2Application application = Http2Application.named("v2");
                TestPod caller = new TestPod("caller", authority);
                TestPod called = new TestPod("called", authority)) {
            called.serves(application.port()).start();
            caller.calls(SERVICE).knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
            caller.backend("echo", called.endpoint()).start();
            askByHttp2(new InetSocketAddress(InetAddress.getLoopbackAddress(), application.port()));
            warmUp(authority.identity(ID));
            // Once more, for what the end of the first one loads.
            warmUp(authority.identity(ID));
            ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
            long before = classes.getTotalLoadedClassCount();

            askByHttp2(caller.outbound());

            assertThat(classes.getTotalLoadedClassCount() - before)
                    .as("classes loaded by the first request")
                    .isLessThanOrEqualTo(20);
        }
    }

    private static void askByHttp2(InetSocketAddress entry) throws Exception {
        try (Http2Wire client = Http2Wire.client(entry)) {
            assertThat(client.get(1, "/").answer(1).status()).isEqualTo("200");
        }
    }

    private static void ask(InetSocketAddress entry) throws Exception {
        try (TestClient client = new TestClient(entry)) {
            assertThat(client.get("/").answer()).startsWith("HTTP/1.1 200 OK");
        }
    }
}
