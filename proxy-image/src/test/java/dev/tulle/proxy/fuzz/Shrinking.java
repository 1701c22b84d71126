package dev.tulle.proxy.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/// Leaves out of an input what its failure does not need, as far as that goes in a bounded time.
final class Shrinking {
    private static final Duration TIME = Duration.ofSeconds(5);

    private Shrinking() {}

    static byte[] of(byte[] input, Predicate<byte[]> fails) {
        byte[] least = input;
        long end = System.nanoTime() + TIME.toNanos();
        for (int length = input.length / 2; length > 0; length /= 2) {
            for (int at = 0; at + length <= least.length && System.nanoTime() < end; ) {
                byte[] without = without(least, at, length);
                if (fails.test(without)) {
                    least = without;
                } else {
                    at += length;
                }
            }
        }
        return least;
    }

    private static byte[] without(byte[] input, int at, int length) {
        byte[] rest = Arrays.copyOf(input, input.length - length);
        System.arraycopy(input, at + length, rest, at, rest.length - at);
        return rest;
    }
}
