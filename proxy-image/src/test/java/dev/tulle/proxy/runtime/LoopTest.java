package dev.tulle.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.model.Workloads;
import dev.tulle.proxy.resilience.ConnectRetry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Address SERVICE = Address.parse("10.96.0.1:80");
    private static final LocalWorkload LOCAL = Workloads.web(IpAddress.parse("10.244.0.7"));
    private static final Inbound INBOUND =
            Inbound.of(
                    "shop/1",
                    List.of(),
                    new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE),
                    List.of());

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private final List<Address> wanted = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final Loop loop =
            new Loop(
                    channel.eventLoop(),
                    ticker,
                    new SplittableRandom(3),
                    new Load(10, 10, () -> 0, new Drain()),
                    wanted::add,
                    observer());

    private BalancerObserver observer() {
        return new BalancerObserver() {
            @Override
            public void panicked() {
                answers.add("panic");
            }

            @Override
            public void ejected(String backend, String reason) {
                answers.add(backend + " ejected: " + reason);
            }

            @Override
            public void readmitted(String backend) {
                answers.add(backend + " readmitted");
            }
        };
    }

    private static Endpoint endpoint(int last, EndpointState state) {
        Address address = Address.parse("10.244.0." + last + ":8080");
        return new Endpoint(address, state, "", 0, "uid-" + last, "shop/pod-" + last);
    }

    private static MeshConfig config(int weight, Endpoint... endpoints) {
        Backend backend =
                new Backend("shop/a:80", Protocol.DETECT, BackendTls.MESH, "shop", "a", 80);
        Destination destination =
                new Destination(
                        SERVICE,
                        new Target.Service("shop", "a", 80),
                        Protocol.DETECT,
                        List.of(new WeightedBackend(backend.name(), weight)));
        return new MeshConfig(
                LOCAL,
                INBOUND,
                Map.of(SERVICE, destination),
                Map.of(),
                Map.of(backend.name(), backend),
                Map.of(backend.name(), new Endpoints(backend.name(), List.of(endpoints))));
    }

    private DestinationWaiter waiter(String name) {
        return new DestinationWaiter() {
            @Override
            public void known(RouteRuntime route) {
                answers.add(name + " known");
            }

            @Override
            public void unavailable() {
                answers.add(name + " unavailable");
            }

            @Override
            public void overflow() {
                answers.add(name + " overflow");
            }
        };
    }

    private List<String> chosen(int draws) {
        RouteRuntime route = Objects.requireNonNull(loop.config()).route(SERVICE);
        BackendRuntime backend = Objects.requireNonNull(route).draw(null, loop.random());
        return Stream.generate(
                        () -> Objects.requireNonNull(backend).choose(new ConnectRetry<>(), 0))
                .limit(draws)
                .map(load -> Objects.requireNonNull(load).endpoint().endpoint().podUid())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void asksOnceForAnAddressAndLetsAllGoWhoWait() {
        loop.resolve(SERVICE, waiter("a"));
        loop.resolve(SERVICE, waiter("b"));
        assertThat(wanted).containsExactly(SERVICE);

        loop.swap(config(1));
        loop.resolve(SERVICE, waiter("c"));

        assertThat(answers).containsExactly("a known", "b known", "c known");
        assertThat(wanted).hasSize(1);
    }

    @Test
    void waitsForDiscoveryNoLongerThan5Seconds() {
        loop.resolve(SERVICE, waiter("a"));

        for (int i = 0; i < 49; i++) {
            ticker.advance(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(answers).isEmpty();
        for (int i = 0; i < 4; i++) {
            ticker.advance(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }

        assertThat(answers).containsExactly("a unavailable");
    }

    @Test
    void keepsNoMoreThan256WaitingForOneAddress() {
        for (int i = 0; i < 257; i++) {
            loop.resolve(SERVICE, waiter("w" + i));
        }

        assertThat(answers).containsExactly("w256 overflow");
    }

    @Test
    void keepsWhatIsKnownOfEndpointsThatStay() {
        Endpoint one = endpoint(1, EndpointState.READY);
        loop.swap(config(1, one, endpoint(2, EndpointState.READY)));
        BackendRuntime backend = backend();
        backend.loads().getFirst().endpoint().backoff().connectFailed();

        loop.swap(config(1, one, endpoint(3, EndpointState.READY)));

        assertThat(chosen(50)).as("the first is in back-off still").containsExactly("uid-3");
        ticker.advance(200, TimeUnit.MILLISECONDS);
        assertThat(chosen(50)).containsExactly("uid-1", "uid-3");
    }

    @Test
    void usesDrainingEndpointsOnlyWhenNothingIsReady() {
        Endpoint draining = endpoint(1, EndpointState.DRAINING);
        loop.swap(config(1, draining, endpoint(2, EndpointState.READY)));
        assertThat(chosen(50)).containsExactly("uid-2");

        loop.swap(config(1, draining));

        assertThat(chosen(5)).containsExactly("uid-1");
    }

    @Test
    void usesAllReadyEndpointsWhenEachIsInBackOff() {
        loop.swap(config(1, endpoint(1, EndpointState.READY), endpoint(2, EndpointState.READY)));
        BackendRuntime backend = backend();

        backend.loads().forEach(load -> load.endpoint().backoff().connectFailed());

        assertThat(chosen(50)).containsExactly("uid-1", "uid-2");
        assertThat(answers).as("counted").hasSize(50).containsOnly("panic");
    }

    @Test
    void drawsNothingWhenNoBackendWithAWeightHasAnEndpoint() {
        loop.swap(config(0, endpoint(1, EndpointState.READY)));
        assertThat(draw()).isNull();

        loop.swap(config(1));
        assertThat(draw()).isNull();
    }

    private BackendRuntime backend() {
        LoopConfig config = Objects.requireNonNull(loop.config());
        return Objects.requireNonNull(config.backends().get("shop/a:80"));
    }

    private @Nullable BackendRuntime draw() {
        RouteRuntime route = Objects.requireNonNull(loop.config()).route(SERVICE);
        return Objects.requireNonNull(route).draw(null, loop.random());
    }

    @Test
    void tellsWhenADestinationWasLastUsed() {
        loop.swap(config(1));
        RouteRuntime route =
                Objects.requireNonNull(Objects.requireNonNull(loop.config()).route(SERVICE));
        route.use().opened(ticker.nanoTime());
        ticker.advance(1, TimeUnit.HOURS);
        assertThat(loop.lastUsedNanos(SERVICE)).as("still open").isEqualTo(ticker.nanoTime());

        route.use().closed(ticker.nanoTime());
        long closed = ticker.nanoTime();
        ticker.advance(1, TimeUnit.HOURS);
        loop.swap(config(1));

        assertThat(loop.lastUsedNanos(SERVICE)).isEqualTo(closed);
        assertThat(loop.lastUsedNanos(Address.parse("10.0.0.1:1"))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void answersForAllLoopsOrSaysWhyNot() {
        LoopSwap swap =
                new LoopSwap(List.of(loop), Runnable::run, swapped -> answers.add("swapped"));
        Map<String, Backend> none = Map.of();
        MeshConfig good = config(1);
        MeshConfig bad =
                new MeshConfig(
                        LOCAL, INBOUND, good.destinations(), Map.of(), none, good.endpoints());

        swap.apply(good, told("good"));
        channel.runPendingTasks();
        swap.apply(bad, told("bad"));
        channel.runPendingTasks();

        assertThat(answers.getFirst()).isEqualTo("swapped");
        assertThat(answers.get(1)).isEqualTo("good applied");
        assertThat(answers.get(2)).startsWith("bad failed: there is no backend");
        assertThat(Objects.requireNonNull(loop.config()).backends()).hasSize(1);
    }

    private ConfigTarget.Applied told(String name) {
        return new ConfigTarget.Applied() {
            @Override
            public void applied() {
                answers.add(name + " applied");
            }

            @Override
            public void failed(String sentence) {
                answers.add(name + " failed: " + sentence);
            }
        };
    }
}
