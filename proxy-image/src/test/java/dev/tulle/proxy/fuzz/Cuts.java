package dev.tulle.proxy.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The ways in which the network may cut an input into segments: whole, at places that follow from
/// the input, and behind every byte of what is short.
public final class Cuts {
    private static final int SHORT = 512;
    private static final int LONGEST = 24;

    private Cuts() {}

    public static List<List<byte[]>> of(byte[] input) {
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(input));
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(input));
        // What is long may be cut into few pieces: a parser may look at each more than once.
        int longest = Math.max(LONGEST, input.length / 64);
        List<byte[]> some = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int to = Math.min(input.length, at + random.nextInt(1, longest));
            some.add(Arrays.copyOfRange(input, at, to));
            at = to;
        }
        ways.add(some);
        if (input.length <= SHORT) {
            List<byte[]> each = new ArrayList<>();
            for (byte b : input) {
                each.add(new byte[] {b});
            }
            ways.add(each);
        }
        return ways;
    }
}
