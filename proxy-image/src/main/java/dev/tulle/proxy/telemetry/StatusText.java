package dev.tulle.proxy.telemetry;

import java.util.stream.IntStream;

/// Texts of status codes, made once.
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
}
