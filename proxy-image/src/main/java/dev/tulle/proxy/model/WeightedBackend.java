package dev.tulle.proxy.model;

/// A share of a destination's traffic; `backend` is the name of a [Backend].
public record WeightedBackend(String backend, int weight) {
    public static final int MOST = 1_000_000;

    public WeightedBackend {
        if (weight < 0 || weight > MOST) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of " + backend + ": expected 0 to " + MOST);
        }
    }
}
