package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleAnswer;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.TextMatch;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import dev.tulle.proxy.telemetry.Metrics;
import dev.tulle.proxy.tls.TestAuthority;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests go where rules send them, by a whole proxy.
class RulesLoopbackTest {

    private static final String SERVICE = "10.96.0.10:80";

    private TestPod caller;
    private TestApplication stable;
    private TestApplication canary;

    private final Metrics metrics = new Metrics(1, Ticker.systemTicker());

    @BeforeEach
    void start() throws Exception {
        caller =
                new TestPod(
                        "caller",
                        TestAuthority.of(TestPod.TRUST_DOMAIN),
                        LoopObservers.of(metrics.loop(0)),
                        Bounds.of(1_024));
        stable = TestApplication.named("stable");
        canary = TestApplication.named("canary");
        caller.calls(SERVICE)
                .knows(SERVICE, Protocol.DETECT, new WeightedBackend("stable", 1))
                .backend("stable", TestPod.plain(stable.port()))
                .backend("canary", TestPod.plain(canary.port()));
    }

    @AfterEach
    void stop() {
        caller.close();
        stable.close();
        canary.close();
    }

    private static RouteMatch path(String prefix) {
        return new RouteMatch(
                new TextMatch.Prefix(prefix), Set.of(), List.of(), List.of(), List.of());
    }

    private static RouteMatch header(String name, String value) {
        return new RouteMatch(
                null,
                Set.of(),
                List.of(new FieldMatch.Value(name, new TextMatch.Exact(value))),
                List.of(),
                List.of());
    }

    private static RouteRule rule(String name, RouteMatch match, WeightedBackend... backends) {
        return new RouteRule(name, List.of(match), List.of(backends));
    }

    @Test
    void sendsEachRequestOfAConnectionWhereItsRuleSays() throws Exception {
        caller.routes(
                        SERVICE,
                        rule("plain", path("/beta/no")),
                        rule("beta", path("/beta"), new WeightedBackend("canary", 1)),
                        rule("header", header("x-beta", "1"), new WeightedBackend("canary", 1)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer()).endsWith("stable");
            assertThat(client.get("/beta/x").answer()).endsWith("canary");
            assertThat(client.get("/beta/no").answer()).endsWith("stable");
            assertThat(client.send("GET", "/x", "X-Beta: 1").answer()).endsWith("canary");
            assertThat(client.send("GET", "/x", "X-Beta: 2").answer()).endsWith("stable");
        }
    }

    @Test
    void forwardsTheTargetAsItCame() throws Exception {
        caller.routes(SERVICE, rule("beta", path("/beta"), new WeightedBackend("canary", 1)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/x/..//../%62eta?q=%zz").answer()).endsWith("canary");
        }

        assertThat(canary.heads.peek()).startsWith("GET /x/..//../%62eta?q=%zz HTTP/1.1\r\n");
    }

    @Test
    void refusesAPathThatNobodyCanRead() throws Exception {
        caller.routes(SERVICE, rule("beta", path("/beta"), new WeightedBackend("canary", 1)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/a%00").answer())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("x-tulle-error: bad-request\r\n");
            assertThat(client.get("/a").answer()).as("the connection is good").endsWith("stable");
        }
    }

    @Test
    void saysThatTheBackendsOfARuleHaveNoEndpoint() throws Exception {
        caller.backend("gone")
                .routes(SERVICE, rule("gone", path("/gone"), new WeightedBackend("gone", 1)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/gone").answer())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("x-tulle-error: no-endpoints\r\n");
            assertThat(client.get("/").answer()).endsWith("stable");
        }
    }

    @Test
    void sharesTheTrafficOfARuleByItsWeights() throws Exception {
        caller.routes(
                        SERVICE,
                        rule(
                                "half",
                                path("/"),
                                new WeightedBackend("stable", 1),
                                new WeightedBackend("canary", 1)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            for (int i = 0; i < 200; i++) {
                assertThat(client.get("/").answer()).startsWith("HTTP/1.1 200 ");
            }
        }

        assertThat(stable.heads).hasSizeBetween(60, 140);
        assertThat(canary.heads).hasSizeBetween(60, 140);
    }

    @Test
    void countsRequestsByRuleAndBackend() throws Exception {
        RuleChanges closed =
                new RuleChanges(
                        new RuleAnswer.Respond(404, ""),
                        null,
                        HeaderEdit.NOTHING,
                        HeaderEdit.NOTHING);
        caller.routes(
                        SERVICE,
                        rule("beta", path("/beta"), new WeightedBackend("canary", 1)),
                        new RouteRule("closed", List.of(path("/closed")), List.of(), closed))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            for (String path : List.of("/", "/beta", "/beta/x", "/closed")) {
                client.get(path).answer();
            }
        }

        assertThat(metrics.totals().flows())
                .isEqualTo(
                        Map.of(
                                new Flow("test/echo:80", "stable", ""), new Counts(1, 0),
                                new Flow("test/echo:80", "canary", "beta"), new Counts(2, 0),
                                new Flow("test/echo:80", "", "closed"), new Counts(1, 0)));
    }
}
