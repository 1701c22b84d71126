package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.Preference;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.tls.TestAuthority;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which endpoints real requests go to, which are spared, and when connections end.
class SparingLoopbackTest {
    private ResilienceRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new ResilienceRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void ejectsAnEndpointThatFailsAndProbesItLater() throws Exception {
        try (TestApplication ill = ResilienceRig.failing(500, 3)) {
            rig.caller
                    .backend(
                            "echo",
                            ResilienceRig.spares(3, EndpointLimits.unset()),
                            TestPod.plain(ill.port()),
                            TestPod.plain(rig.good.port()))
                    .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                int failed = 0;
                for (int i = 0; i < 12; i++) {
                    failed += client.get("/").answer().startsWith("HTTP/1.1 500 ") ? 1 : 0;
                }
                assertThat(failed).isEqualTo(3);
                assertThat(rig.told).containsExactly("ejected consecutive-failures");
                assertThat(rig.caller.gates.ejected()).isEqualTo(1);

                Eventually.isTrue(
                        "it comes back",
                        () ->
                                !ResilienceRig.answer(client).isEmpty()
                                        && rig.told.contains("readmitted"));
                assertThat(rig.caller.gates.ejected()).isZero();
            }
        }
    }

    @Test
    void neverEjectsTheOnlyEndpoint() throws Exception {
        try (TestApplication ill = ResilienceRig.failing(500, 20)) {
            rig.caller
                    .backend(
                            "echo",
                            ResilienceRig.spares(3, EndpointLimits.unset()),
                            TestPod.plain(ill.port()))
                    .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").answer()).startsWith("HTTP/1.1 500 ");
                }
                assertThat(client.get("/").answer()).endsWith("good");
            }
            assertThat(rig.told).isEmpty();
        }
    }

    @Test
    void saysWhichLimitIsReached() throws Exception {
        try (TestApplication mute = ResilienceRig.silent()) {
            rig.caller
                    .backend(
                            "echo",
                            ResilienceRig.spares(100, new EndpointLimits(0, 0, 1)),
                            TestPod.plain(mute.port()))
                    .backend(
                            "two",
                            ResilienceRig.spares(100, new EndpointLimits(1, 0, 0)),
                            TestPod.plain(mute.port()))
                    .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                    .knows("10.96.0.11:80", TrafficPolicy.plain(), "two")
                    .start();

            try (TestClient first = rig.client();
                    TestClient second = rig.client()) {
                first.get("/");
                Eventually.isTrue("it arrived", () -> !mute.heads.isEmpty());
                assertThat(second.get("/").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: request-overflow\r\n");
            }
            mute.heads.clear();
            rig.caller.calls("10.96.0.11:80");
            try (TestClient first = rig.client()) {
                first.get("/");
                Eventually.isTrue("it arrived", () -> !mute.heads.isEmpty());
                try (TestClient second = rig.client()) {
                    assertThat(second.get("/").answer())
                            .startsWith("HTTP/1.1 503 ")
                            .contains("x-tulle-error: connection-overflow\r\n");
                }
            }
        }
    }

    @Test
    void keepsEqualKeysTogether() throws Exception {
        try (TestApplication one = TestApplication.named("one");
                TestApplication two = TestApplication.named("two")) {
            BackendPolicy byUser =
                    new BackendPolicy(
                            new BalancePolicy.RingHash(new HashKey.Cookie("user")),
                            Duration.ZERO,
                            Preference.NONE,
                            Optional.empty(),
                            EndpointLimits.unset(),
                            Duration.ZERO);
            rig.caller
                    .backend("echo", byUser, TestPod.plain(one.port()), TestPod.plain(two.port()))
                    .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                Set<String> seen = new TreeSet<>();
                for (int user = 0; user < 20; user++) {
                    String cookie = "Cookie: theme=dark; user=" + user;
                    String first = client.send("GET", "/", cookie).answer();
                    seen.add(first);
                    assertThat(client.send("GET", "/", cookie).answer()).isEqualTo(first);
                }
                assertThat(seen).hasSize(2);
            }
        }
    }

    @Test
    void closesConnectionsThatHaveGrownOldBehindAnAnswer() throws Exception {
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        try (TestPod called = new TestPod("called", authority)) {
            called.serves(rig.good.port()).patience(Timeouts.IDLE, Duration.ofMillis(1)).start();

            try (TestClient client = new TestClient(called.inbound())) {
                Eventually.isTrue(
                        "it is old",
                        () -> ResilienceRig.answer(client).contains("connection: close\r\n"));
                assertThat(client.rest()).isEmpty();
            }
        }
    }
}
