package dev.tulle.proxy.model;

/// A backend that gets copies of requests; `backend` is the name of a [Backend].
public record Mirror(String backend, int percent) {
    public Mirror {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException(
                    "mirror of %d percent to %s: expected 1 to 100".formatted(percent, backend));
        }
    }
}
