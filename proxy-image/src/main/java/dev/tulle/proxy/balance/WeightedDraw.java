package dev.tulle.proxy.balance;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// Draws one of several weighted backends. The share of a backend that cannot serve goes to the
/// others in proportion to their weights.
public final class WeightedDraw {
    private final int[] weights;

    private WeightedDraw(int[] weights) {
        this.weights = weights;
    }

    /// Weights by index, none negative; 0 is never drawn.
    public static WeightedDraw of(int... weights) {
        for (int weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException(
                        "weight " + weight + " of a backend: expected 0 or more");
            }
        }
        return new WeightedDraw(weights.clone());
    }

    /// The index drawn among those that can serve, or nothing when none with a weight can.
    public OptionalInt draw(RandomGenerator random, IntPredicate canServe) {
        long total = 0;
        for (int i = 0; i < weights.length; i++) {
            total += canServe.test(i) ? weights[i] : 0;
        }
        if (total == 0) {
            return OptionalInt.empty();
        }
        long rest = random.nextLong(total);
        int last = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && canServe.test(i)) {
                last = i;
                if (rest < weights[i]) {
                    break;
                }
                rest -= weights[i];
            }
        }
        // A back-off may end or begin between the two looks: the last that still can is drawn then.
        return last < 0 ? OptionalInt.empty() : OptionalInt.of(last);
    }
}
