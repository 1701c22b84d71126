package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.runtime.RoutePolicy;
import java.time.Duration;

/// The second half of what the proxy answers by itself: `shop/catalog:80 …`. It says what happened
/// and what to look at.
final class Sentences {
    static final String NO_UPGRADE =
            "speaks HTTP/2 without extended CONNECT (RFC 8441), so no WebSocket: turn it on there,"
                    + " or declare the port as http";

    static final String CONNECTION_AUTH =
            "cannot be called so: NTLM and Negotiate prove who a client is to a connection of its"
                    + " own, and HTTP/2 has none (RFC 4559): use HTTP/1.1 all the way";

    private Sentences() {}

    static String absent(ProxyError absence) {
        return absence == ProxyError.NO_ENDPOINTS
                ? "has no endpoint: look at the pods behind it"
                : "is not known: discovery could not be asked, look at tulle-discovery";
    }

    static String overflow(ProxyError error) {
        String what = "requests under way";
        if (error == ProxyError.PENDING_OVERFLOW) {
            what = "requests that wait for a connection";
        } else if (error == ProxyError.CONNECTION_OVERFLOW) {
            what = "connections";
        }
        return "has too many "
                + what
                + " from this proxy: look at its pods, or raise traffic.circuitBreaker";
    }

    static String late(long nanos, String field) {
        return "did not answer within %d ms: look at its pods, or raise traffic.timeouts.%s"
                .formatted(Duration.ofNanos(nanos).toMillis(), field);
    }

    /// The bound of a whole request is the policy's, or the deadline that its caller sent.
    static String late(long nanos, RoutePolicy policy) {
        return nanos == policy.requestNanos()
                ? late(nanos, "request")
                : ("did not answer within the %d ms that its caller gave it: look at its pods, or"
                                + " at the deadline of the call")
                        .formatted(Duration.ofNanos(nanos).toMillis());
    }

    static String broken(ProxyError error) {
        return error == ProxyError.BAD_RESPONSE
                ? "sent an answer that is no HTTP message"
                : "closed the connection before it answered";
    }
}
