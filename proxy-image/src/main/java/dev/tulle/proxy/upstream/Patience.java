package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.RoutePolicy;
import dev.tulle.proxy.runtime.Wheel;
import org.jspecify.annotations.Nullable;

/// The deadlines of one request: for all tries together, and for each.
final class Patience {
    /// For requests whose policy has no deadline.
    static final Patience ENDLESS = new Patience();

    private final @Nullable Deadline request;
    private final @Nullable Deadline oneTry;
    private final long tryNanos;

    Patience(
            RoutePolicy policy,
            long requestNanos,
            Wheel wheel,
            Runnable requestEnds,
            Runnable tryEnds) {
        this.request = requestNanos > 0 ? wheel.deadline(requestEnds) : null;
        this.oneTry = policy.tryNanos() > 0 ? wheel.deadline(tryEnds) : null;
        this.tryNanos = policy.tryNanos();
        if (request != null) {
            request.in(requestNanos);
        }
    }

    private Patience() {
        this.request = null;
        this.oneTry = null;
        this.tryNanos = 0;
    }

    static boolean limited(RoutePolicy policy, long requestNanos) {
        return requestNanos > 0 || policy.tryNanos() > 0;
    }

    /// How long all tries of a request may take, 0 for any time: what the policy says, or what its
    /// caller says if that is less.
    static long requestNanos(RoutePolicy policy, Exchange exchange) {
        long asked = exchange.callNanos();
        long most = policy.requestNanos();
        return asked > 0 && (most == 0 || asked < most) ? asked : most;
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
