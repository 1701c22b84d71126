package dev.tulle.proxy.upstream;

import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.RoutePolicy;
import dev.tulle.proxy.runtime.Wheel;
import org.jspecify.annotations.Nullable;

/// The deadlines of one request whose policy has any: for all tries together, and for each.
final class Patience {
    private final @Nullable Deadline request;
    private final @Nullable Deadline oneTry;
    private final long tryNanos;

    Patience(RoutePolicy policy, Wheel wheel, Runnable requestEnds, Runnable tryEnds) {
        this.request = policy.requestNanos() > 0 ? wheel.deadline(requestEnds) : null;
        this.oneTry = policy.tryNanos() > 0 ? wheel.deadline(tryEnds) : null;
        this.tryNanos = policy.tryNanos();
        if (request != null) {
            request.in(policy.requestNanos());
        }
    }

    static boolean limited(RoutePolicy policy) {
        return policy.requestNanos() > 0 || policy.tryNanos() > 0;
    }

    void tryBegins() {
        if (oneTry != null) {
            oneTry.in(tryNanos);
        }
    }

    void tryEnds() {
        if (oneTry != null) {
            oneTry.off();
        }
    }

    void end() {
        tryEnds();
        if (request != null) {
            request.off();
        }
    }
}
