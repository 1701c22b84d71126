package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.route.RequestView;
import dev.tulle.proxy.route.SessionSeal;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The session of one request. It stays on its endpoint while that can serve and its backend has a
/// weight; then on its backend, as long as any endpoint of that can serve; else it goes anywhere.
public final class StickySession {
    private final AffinityRuntime affinity;
    private final SessionSeal.@Nullable Held held;
    private final @Nullable BackendRuntime backend;
    private final @Nullable EndpointLoad<EndpointRuntime> place;

    private StickySession(
            AffinityRuntime affinity,
            SessionSeal.@Nullable Held held,
            @Nullable BackendRuntime backend,
            @Nullable EndpointLoad<EndpointRuntime> place) {
        this.affinity = affinity;
        this.held = held;
        this.backend = backend;
        this.place = place;
    }

    static StickySession of(AffinityRuntime affinity, BackendShares shares, RequestView request) {
        SessionSeal.Held held = affinity.held(request);
        BackendRuntime backend = held == null ? null : shares.weighted(held.backend());
        if (held == null || backend == null || !backend.eligible()) {
            return new StickySession(affinity, held, null, null);
        }
        return new StickySession(affinity, held, backend, backend.eligible(held.endpoint()));
    }

    /// Null when any will do.
    public @Nullable BackendRuntime backend() {
        return backend;
    }

    /// Null when any endpoint will do.
    public @Nullable EndpointLoad<EndpointRuntime> place() {
        return place;
    }

    /// Whether fields of the name of [#field] are to go from the answer.
    public boolean alone() {
        return affinity.alone();
    }

    /// The field of an answer that tells the client.
    public AsciiString field() {
        return affinity.field();
    }

    /// What the client of an answer is to hold; null when it holds that already. A try elsewhere
    /// does not move a session whose place can still serve.
    public @Nullable AsciiString news(BackendRuntime answering, Endpoint endpoint) {
        BackendRuntime home = backend;
        EndpointLoad<EndpointRuntime> kept = place;
        if (home != null && kept != null && held != null && stays(kept, endpoint)) {
            return held.age() == SessionSeal.Age.NEWEST
                    ? null
                    : affinity.value(home.hash(), kept.endpoint().hash());
        }
        return affinity.value(answering.hash(), EndpointRuntime.hash(endpoint));
    }

    private static boolean stays(EndpointLoad<EndpointRuntime> kept, Endpoint answering) {
        return kept.endpoint().endpoint().equals(answering) || kept.endpoint().eligible();
    }
}
