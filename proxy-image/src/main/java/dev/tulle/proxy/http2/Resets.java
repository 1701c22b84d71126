package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.ResetReason;
import io.netty.handler.codec.http2.Http2Error;

/// Error codes of RST_STREAM and what they mean to the other side of an exchange.
final class Resets {
    private Resets() {}

    static ResetReason reason(long code) {
        if (code == Http2Error.REFUSED_STREAM.code()) {
            return ResetReason.REFUSED;
        }
        if (code == Http2Error.CANCEL.code() || code == Http2Error.NO_ERROR.code()) {
            return ResetReason.CANCELLED;
        }
        return code == Http2Error.ENHANCE_YOUR_CALM.code()
                ? ResetReason.OVERLOADED
                : ResetReason.SENDER_GONE;
    }

    /// What a client is told about an answer that cannot be completed.
    static long ofAnswer(ResetReason reason) {
        return switch (reason) {
            case CANCELLED, IDLE -> Http2Error.CANCEL.code();
            case REFUSED -> Http2Error.REFUSED_STREAM.code();
            case OVERLOADED -> Http2Error.ENHANCE_YOUR_CALM.code();
            case SENDER_GONE, RECEIVER_GONE, MALFORMED, UNSUPPORTED ->
                    Http2Error.INTERNAL_ERROR.code();
        };
    }

    /// What an endpoint is told about a request that will not be completed.
    static long ofRequest(ResetReason reason) {
        return switch (reason) {
            case OVERLOADED -> Http2Error.ENHANCE_YOUR_CALM.code();
            case SENDER_GONE, RECEIVER_GONE, MALFORMED, IDLE, REFUSED, CANCELLED, UNSUPPORTED ->
                    Http2Error.CANCEL.code();
        };
    }
}
