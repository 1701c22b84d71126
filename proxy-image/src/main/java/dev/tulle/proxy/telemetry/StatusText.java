package dev.tulle.proxy.telemetry;

import java.util.stream.IntStream;

/// Texts of status codes of HTTP and gRPC, made once.
final class StatusText {
    private static final String[] TEXTS =
            IntStream.range(0, 600).mapToObj(Integer::toString).toArray(String[]::new);

    private StatusText() {}

    /// Empty when there was no answer.
    static String of(int status) {
        if (status == 0) {
            return "";
        }
        return status > 0 && status < TEXTS.length ? TEXTS[status] : "other";
    }

    /// Empty when there was none.
    static String ofGrpc(int code) {
        return code < 0 || code >= TEXTS.length ? "" : TEXTS[code];
    }
}
