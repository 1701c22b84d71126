package dev.tulle.proxy.exchange;

import dev.tulle.proxy.runtime.Ages;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.Load;
import dev.tulle.proxy.runtime.Wheel;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the connections of one direction share on one event loop.
///
/// @param probe tells the requests of the kubelet, which are taken above the bounds, too
public record ServerParts(
        Dispatch dispatch,
        List<RequestFilter> requestFilters,
        List<ResponseFilter> responseFilters,
        Predicate<Exchange> probe,
        RequestObserver observer,
        Load load,
        Wheel wheel,
        Ticker ticker,
        RandomGenerator random) {
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long MESH_IDLE_NANOS = TimeUnit.SECONDS.toNanos(120);

    public ServerParts {
        requestFilters = List.copyOf(requestFilters);
        responseFilters = List.copyOf(responseFilters);
    }

    public static final Verdict.Answer OVERLOADED =
            new Verdict.Answer(
                    ProxyError.OVERLOADED,
                    "this proxy has too many requests or too little memory",
                    Verdict.After.CLOSE);

    /// Whether such callers are asked to go elsewhere.
    public boolean drains(Caller caller) {
        Drain drain = load.drain();
        return switch (caller) {
            case Caller.Application application -> drain.all();
            case Caller.Remote remote -> drain.inbound();
        };
    }

    /// The client waits for an answer that does not come.
    public static final Verdict.Answer STOOD_STILL =
            new Verdict.Answer(
                    ProxyError.IDLE_TIMEOUT,
                    "nothing moved for too long: look at the pods that were called, or raise"
                            + " traffic.timeouts.idle",
                    Verdict.After.KEEP);

    /// How long a connection of this caller may wait for its next request.
    public static long idleNanos(Caller caller) {
        boolean mesh = caller instanceof Caller.Remote remote && remote.identified();
        return mesh ? MESH_IDLE_NANOS : IDLE_NANOS;
    }

    /// How old a connection of this caller may grow, 0 for any age. The own application's
    /// connections may: each of their requests is balanced anyway.
    public long mostAgeNanos(Caller caller) {
        return caller instanceof Caller.Remote remote
                ? Ages.jittered(remote.port().maxConnectionAge().toNanos(), random)
                : 0;
    }

    /// A request was read; [#ended] follows once. Null when it may go on, else the answer to one
    /// too many.
    public Verdict.@Nullable Own admit(Exchange begun) {
        observer.started(begun);
        if (!load.beginRequest() && !(probe.test(begun) && load.beginProbeRequest())) {
            return OVERLOADED;
        }
        begun.admit();
        return null;
    }

    /// The answer of the first filter that has one.
    public Verdict.@Nullable Own filtered(Exchange exchange) {
        for (int i = 0; i < requestFilters.size(); i++) {
            switch (requestFilters.get(i).onRequest(exchange)) {
                case Verdict.Continue next -> {}
                case Verdict.Own own -> {
                    return own;
                }
            }
        }
        return null;
    }

    /// The head of the final answer goes to the client as the filters leave it.
    public void answered(Exchange exchange, ResponseHead response) {
        for (int i = 0; i < responseFilters.size(); i++) {
            responseFilters.get(i).onResponse(exchange, response);
        }
        exchange.answered(response.status(), ticker.nanoTime());
    }

    /// Over, in whatever way, after so many bytes of its body.
    public void ended(Exchange over, long bytes) {
        over.received(bytes);
        over.ended(ticker.nanoTime());
        if (over.admitted()) {
            load.requestEnded();
        }
        observer.ended(over);
    }
}
