package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryPolicy;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.TextMatch;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.model.TrafficPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When real requests are tried again, and when they have had their time.
class RetryLoopbackTest {
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
    void triesAnotherEndpointWhenOneIsUnavailable() throws Exception {
        try (TestApplication bad = ResilienceRig.failing(503, Integer.MAX_VALUE)) {
            rig.caller
                    .backend("echo", TestPod.plain(bad.port()), TestPod.plain(rig.good.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(2, RetryMethods.IDEMPOTENT, ResilienceRig.USUAL),
                            "echo")
                    .start();

            try (TestClient client = rig.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").answer()).as("answer %s", i).endsWith("good");
                }
            }

            assertThat(rig.told)
                    .contains("unavailable retried")
                    .doesNotContain("unavailable budget");
            assertThat(rig.good.heads).anyMatch(head -> head.contains("x-tulle-attempt: 2\r\n"));
            assertThat(bad.heads).noneMatch(head -> head.contains("x-tulle-attempt"));
        }
    }

    @Test
    void goesByThePolicyOfTheRuleThatTookTheRequest() throws Exception {
        try (TestApplication bad = ResilienceRig.failing(503, Integer.MAX_VALUE)) {
            RouteMatch reports =
                    new RouteMatch(
                            new TextMatch.Prefix("/reports"),
                            Set.of(),
                            List.of(),
                            List.of(),
                            List.of());
            rig.caller
                    .backend("echo", TestPod.plain(bad.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(0, RetryMethods.IDEMPOTENT, Set.of()),
                            "echo")
                    .routes(
                            ResilienceRig.SERVICE,
                            new RouteRule(
                                    "reports",
                                    List.of(reports),
                                    List.of(),
                                    RuleChanges.NONE,
                                    Optional.of(
                                            ResilienceRig.retries(
                                                    1, RetryMethods.ALL, ResilienceRig.USUAL))))
                    .start();

            try (TestClient client = rig.client()) {
                assertThat(client.get("/").answer()).startsWith("HTTP/1.1 503 ");
                assertThat(rig.told).as("the destination tries nothing again").isEmpty();
                assertThat(client.get("/reports/1").answer()).startsWith("HTTP/1.1 503 ");
                assertThat(rig.told).containsExactly("unavailable retried", "unavailable attempts");
            }
            assertThat(bad.heads).hasSize(3);
        }
    }

    @Test
    void repeatsAPostWithItsBodyWhereThePolicySaysSo() throws Exception {
        try (TestApplication once = ResilienceRig.failing(503, 1)) {
            rig.caller
                    .backend("echo", TestPod.plain(once.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(2, RetryMethods.ALL, ResilienceRig.USUAL),
                            "echo")
                    .start();

            try (TestClient client = rig.client()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.answer()).endsWith("good");
                assertThat(once.heads).hasSize(2);
                assertThat(client.get("/").answer()).as("the next one").endsWith("good");
            }
        }
    }

    @Test
    void saysWhyATryIsNotRepeated() throws Exception {
        try (TestApplication bad = ResilienceRig.failing(503, Integer.MAX_VALUE)) {
            rig.caller
                    .backend("echo", TestPod.plain(bad.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(1, RetryMethods.IDEMPOTENT, ResilienceRig.USUAL),
                            "echo")
                    .start();

            try (TestClient client = rig.client()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.answer()).startsWith("HTTP/1.1 503 ").endsWith("bad");
                assertThat(rig.told).containsExactly("unavailable method");
                rig.told.clear();
                assertThat(client.get("/").answer()).startsWith("HTTP/1.1 503 ").endsWith("bad");
                assertThat(rig.told).containsExactly("unavailable retried", "unavailable attempts");
                rig.told.clear();
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
                client.send("x".repeat(90_000));
                assertThat(client.answer()).startsWith("HTTP/1.1 503 ");
                assertThat(rig.told).containsExactly("unavailable body");
            }
        }
    }

    @Test
    void asksForAnotherProtocolOnlyOnce() throws Exception {
        try (TestApplication bad = ResilienceRig.failing(503, Integer.MAX_VALUE)) {
            rig.caller
                    .backend("echo", TestPod.plain(bad.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(2, RetryMethods.ALL, ResilienceRig.USUAL),
                            "echo")
                    .start();

            try (TestClient client = rig.client()) {
                client.send("GET", "/", "Connection: upgrade", "Upgrade: websocket");
                assertThat(client.answer()).startsWith("HTTP/1.1 503 ").endsWith("bad");
            }
            assertThat(rig.told).containsExactly("unavailable body");
            assertThat(bad.heads).hasSize(1);
        }
    }

    @Test
    void endsWithTheBudget() throws Exception {
        try (TestApplication bad = ResilienceRig.failing(503, Integer.MAX_VALUE)) {
            RetryPolicy poor =
                    ResilienceRig.policy(1, RetryMethods.IDEMPOTENT, ResilienceRig.USUAL, 0);
            rig.caller
                    .backend("echo", TestPod.plain(bad.port()))
                    .knows(ResilienceRig.SERVICE, new TrafficPolicy(Timeouts.unset(), poor), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").answer()).startsWith("HTTP/1.1 503 ");
                }
            }

            assertThat(rig.told.stream().filter("unavailable retried"::equals)).hasSize(4);
            assertThat(rig.told.stream().filter("unavailable budget"::equals)).hasSize(16);
        }
    }

    @Test
    void answersWhenTheRequestHasHadItsTime() throws Exception {
        try (TestApplication mute = ResilienceRig.silent()) {
            rig.caller
                    .backend("echo", TestPod.plain(mute.port()))
                    .knows(ResilienceRig.SERVICE, ResilienceRig.timeouts(100, 0, 0), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                assertThat(client.get("/").answer())
                        .startsWith("HTTP/1.1 504 ")
                        .contains("x-tulle-error: request-timeout\r\n")
                        .contains("test/echo:80 did not answer within 100 ms");
                assertThat(client.get("/").answer()).as("the next one").contains("request-timeout");
            }
        }
    }

    @Test
    void answersWhenEachTryHasHadItsTime() throws Exception {
        try (TestApplication mute = ResilienceRig.silent()) {
            rig.caller
                    .backend("echo", TestPod.plain(mute.port()))
                    .knows(ResilienceRig.SERVICE, ResilienceRig.timeouts(0, 50, 1), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                assertThat(client.get("/").answer())
                        .startsWith("HTTP/1.1 504 ")
                        .contains("x-tulle-error: try-timeout\r\n");
            }
            assertThat(rig.told).containsExactly("timeout retried", "timeout attempts");
        }
    }

    @Test
    void triesAnotherEndpointWhenOneIsSlow() throws Exception {
        try (TestApplication mute = ResilienceRig.silent()) {
            rig.caller
                    .backend("echo", TestPod.plain(mute.port()), TestPod.plain(rig.good.port()))
                    .knows(ResilienceRig.SERVICE, ResilienceRig.timeouts(5_000, 50, 2), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.get("/").answer()).endsWith("good");
                }
            }
        }
    }

    @Test
    void breaksOffAnAnswerThatTakesLongerThanTheRequestMay() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestApplication slow =
                TestApplication.with((app, in, out) -> {
                    app.head(in);
                    out.write(
                            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    app.head(in);
                    never.countDown();
                })) {
            rig.caller
                    .backend("echo", TestPod.plain(slow.port()))
                    .knows(ResilienceRig.SERVICE, ResilienceRig.timeouts(200, 0, 0), "echo")
                    .start();

            try (TestClient client = rig.client()) {
                assertThat(client.get("/").rest()).startsWith("HTTP/1.1 200 ").contains("half");
            }
            assertThat(never.await(10, TimeUnit.SECONDS)).as("the endpoint is left").isTrue();
        }
    }

    @Test
    void answersForAnEndpointThatStandsStill() throws Exception {
        try (TestApplication mute = ResilienceRig.silent()) {
            rig.caller
                    .backend("echo", TestPod.plain(mute.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            new TrafficPolicy(
                                    new Timeouts(
                                            Duration.ZERO,
                                            Duration.ZERO,
                                            Duration.ZERO,
                                            Duration.ofMillis(100)),
                                    RetryPolicy.none()),
                            "echo")
                    .start();

            try (TestClient client = rig.client()) {
                assertThat(client.get("/").answer())
                        .startsWith("HTTP/1.1 504 ")
                        .contains("x-tulle-error: idle-timeout\r\n");
            }
        }
    }
}
