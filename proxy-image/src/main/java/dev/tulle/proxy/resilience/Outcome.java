package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.RetryOn;
import java.util.EnumSet;
import java.util.Set;

/// How an attempt ended, as far as the next decision depends on it. The word is the label of
/// metrics.
public enum Outcome {
    /// An answer of the application that is no failure.
    SUCCESS("success"),
    /// TCP, TLS or identity failed, the tunnel was refused as unreachable, or a mesh peer answered
    /// `connect-failed`: no application saw a byte.
    CONNECT_FAILURE("connect-failure", RetryOn.CONNECT_FAILURE),
    /// The peer says that it did not look at the request (REFUSED_STREAM, or above the last stream
    /// of a GOAWAY), or closed a used connection under one that may be sent twice.
    REFUSED("refused", RetryOn.REFUSED),
    /// The request was sent and no response head came.
    RESET("reset", RetryOn.RESET),
    /// The response head did not come in time.
    TIMEOUT("timeout", RetryOn.TIMEOUT),
    /// Status 503.
    UNAVAILABLE("unavailable", RetryOn.UNAVAILABLE, RetryOn.GATEWAY_ERROR, RetryOn.SERVER_ERROR),
    /// Status 502 or 504.
    GATEWAY_ERROR("gateway-error", RetryOn.GATEWAY_ERROR, RetryOn.SERVER_ERROR),
    /// Any other status from 500 on.
    SERVER_ERROR("server-error", RetryOn.SERVER_ERROR),
    /// Status 429: the application wants less, and nothing is broken.
    OVERLOADED("overloaded"),
    /// This proxy has as much under way there as it may: it asks elsewhere.
    OVERFLOW("overflow");

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<RetryOn> is;

    Outcome(String word, RetryOn... is) {
        this.word = word;
        this.is = is.length == 0 ? EnumSet.noneOf(RetryOn.class) : EnumSet.of(is[0], is);
    }

    public String word() {
        return word;
    }

    /// The outcome that a final status stands for.
    public static Outcome ofStatus(int status) {
        return switch (status) {
            case 503 -> UNAVAILABLE;
            case 502, 504 -> GATEWAY_ERROR;
            case 429 -> OVERLOADED;
            default -> status >= 500 ? SERVER_ERROR : SUCCESS;
        };
    }

    /// The outcome that a gRPC status stands for.
    public static Outcome ofGrpc(int status) {
        return switch (status) {
            case 14 -> UNAVAILABLE;
            case 2, 4, 13, 15 -> SERVER_ERROR;
            case 8 -> OVERLOADED;
            default -> SUCCESS;
        };
    }

    /// Whether it speaks against the endpoint.
    public boolean failure() {
        return switch (this) {
            case SUCCESS, REFUSED, OVERFLOW -> false;
            case CONNECT_FAILURE,
                    RESET,
                    TIMEOUT,
                    UNAVAILABLE,
                    GATEWAY_ERROR,
                    SERVER_ERROR,
                    OVERLOADED ->
                    true;
        };
    }

    /// Whether another endpoint may be tried, whatever the request is: no application saw it.
    public boolean unseen() {
        return switch (this) {
            case CONNECT_FAILURE, REFUSED, OVERFLOW -> true;
            case SUCCESS, RESET, TIMEOUT, UNAVAILABLE, GATEWAY_ERROR, SERVER_ERROR, OVERLOADED ->
                    false;
        };
    }

    /// Whether a policy that names one of these means it.
    public boolean isAnyOf(Set<RetryOn> named) {
        for (RetryOn each : is) {
            if (named.contains(each)) {
                return true;
            }
        }
        return false;
    }
}
