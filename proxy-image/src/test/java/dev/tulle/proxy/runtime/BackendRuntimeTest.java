package dev.tulle.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Preference;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.resilience.Breaker;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.resilience.Outcome;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Which endpoints the loops of a proxy choose together.
class BackendRuntimeTest {
    private static final LocalWorkload LOCAL =
            new LocalWorkload(
                    "uid",
                    "shop",
                    "web",
                    "Deployment",
                    "web",
                    "web",
                    "spiffe://cluster.local/ns/shop/sa/web",
                    "cluster.local",
                    List.of(IpAddress.parse("10.244.0.7")),
                    "n1",
                    List.of(),
                    "a",
                    "shop/1",
                    List.of(),
                    LocalWorkload.Life.RUNNING);

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EndpointGates gates = new EndpointGates(2, ticker);

    private static BackendPolicy policy(Preference preference) {
        return new BackendPolicy(
                new BalancePolicy.RoundRobin(),
                Duration.ofSeconds(30),
                preference,
                Optional.of(
                        new BreakerPolicy(3, 0, Duration.ofSeconds(10), Duration.ofMinutes(5), 50)),
                EndpointLimits.unset(),
                Duration.ZERO);
    }

    private static Backend backend(BackendPolicy policy) {
        return new Backend("shop/a:80", Protocol.DETECT, BackendTls.MESH, "shop", "a", 80, policy);
    }

    private static Endpoint endpoint(int last, String zone, String node) {
        return new Endpoint(
                Address.parse("10.244.0." + last + ":8080"),
                EndpointState.READY,
                "",
                0,
                "uid-" + last,
                "shop/pod-" + last,
                zone,
                node);
    }

    private BackendRuntime onLoop(BackendPolicy policy, Endpoint... endpoints) {
        LoopParts parts =
                new LoopParts(
                        ticker,
                        new SplittableRandom(3),
                        new BalancerObserver.None(),
                        gates,
                        gates.nextLoop());
        return new BackendRuntime(
                backend(policy), new Endpoints("shop/a:80", List.of(endpoints)), LOCAL, parts);
    }

    private static Map<String, Integer> chosen(BackendRuntime backend, int draws) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < draws; i++) {
            EndpointLoad<EndpointRuntime> load =
                    Objects.requireNonNull(backend.choose(new ConnectRetry<>(), 0));
            counts.merge(load.endpoint().endpoint().podUid(), 1, Integer::sum);
        }
        return counts;
    }

    private void fail(BackendRuntime backend, int index, int times) {
        for (int i = 0; i < times; i++) {
            backend.ended(
                    backend.loads().get(index),
                    Breaker.Entry.NORMAL,
                    Outcome.SERVER_ERROR,
                    ticker.nanoTime());
        }
    }

    @Test
    void whatOneLoopEjectsNoLoopCalls() {
        Endpoint[] both = {endpoint(1, "", ""), endpoint(2, "", "")};
        BackendRuntime one = onLoop(policy(Preference.NONE), both);
        BackendRuntime other = onLoop(policy(Preference.NONE), both);

        fail(one, 0, 2);
        fail(other, 0, 1);

        assertThat(chosen(one, 10)).containsOnlyKeys("uid-2");
        assertThat(chosen(other, 10)).containsOnlyKeys("uid-2");
        assertThat(gates.ejected()).isEqualTo(1);
    }

    @Test
    void givesAnEndpointThatCameBackItsShareSlowly() {
        BackendRuntime backend =
                onLoop(policy(Preference.NONE), endpoint(1, "", ""), endpoint(2, "", ""));
        fail(backend, 0, 3);
        ticker.advance(13, TimeUnit.SECONDS);
        EndpointRuntime ill = backend.loads().getFirst().endpoint();

        Breaker.Entry entry = ill.breaker().enter();
        backend.ended(backend.loads().getFirst(), entry, Outcome.SUCCESS, ticker.nanoTime());
        ill.breaker().probeEnded();
        int atOnce = chosen(backend, 1_000).getOrDefault("uid-1", 0);
        ticker.advance(31, TimeUnit.SECONDS);
        int later = chosen(backend, 1_000).getOrDefault("uid-1", 0);

        assertThat(entry).isEqualTo(Breaker.Entry.PROBE);
        assertThat(atOnce).as("a tenth of the other's").isBetween(60, 130);
        assertThat(later).isBetween(480, 520);
    }

    @Test
    void keepsWhatIsEjectedWhenEndpointsAndPolicyChange() {
        BackendRuntime backend =
                onLoop(policy(Preference.NONE), endpoint(1, "", ""), endpoint(2, "", ""));
        fail(backend, 0, 3);

        backend.update(
                backend(policy(Preference.SAME_ZONE)),
                new Endpoints(
                        "shop/a:80",
                        List.of(endpoint(1, "a", ""), endpoint(2, "a", ""), endpoint(3, "a", ""))),
                LOCAL);

        assertThat(chosen(backend, 20)).containsOnlyKeys("uid-2", "uid-3");
    }

    @Test
    void prefersItsNodeThenItsZoneWhileTheyCanServe() {
        Endpoint[] all = {
            endpoint(1, "a", "n1"), endpoint(2, "a", "n2"), endpoint(3, "b", "n3"),
        };
        assertThat(chosen(onLoop(policy(Preference.SAME_NODE), all), 50)).containsOnlyKeys("uid-1");
        assertThat(chosen(onLoop(policy(Preference.SAME_ZONE), all), 50))
                .containsOnlyKeys("uid-1", "uid-2");
        assertThat(chosen(onLoop(policy(Preference.NONE), all), 50)).hasSize(3);
    }

    @Test
    void spillsToTheNextLevelWhatTheFirstCannotTake() {
        BackendRuntime backend =
                onLoop(
                        policy(Preference.SAME_ZONE),
                        endpoint(1, "a", ""),
                        endpoint(2, "a", ""),
                        endpoint(3, "b", ""));
        backend.loads().getFirst().endpoint().backoff().connectFailed();

        Map<String, Integer> counts = chosen(backend, 2_000);

        assertThat(counts).containsOnlyKeys("uid-2", "uid-3");
        assertThat(counts.get("uid-2")).as("1.4 x 1 of 2").isBetween(1_320, 1_480);
    }
}
