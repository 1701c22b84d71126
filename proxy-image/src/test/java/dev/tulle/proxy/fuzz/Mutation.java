package dev.tulle.proxy.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Makes inputs that are nearly right out of those of a corpus.
final class Mutation {
    private static final int MOST_STEPS = 6;
    private static final int LONGEST_PIECE = 32;
    private static final int[] NUMBERS = {0, 1, 0x7f, 0x80, 0xff, ' ', '\t', '\r', '\n', ':', ';'};

    private final List<byte[]> corpus;
    private final SplittableRandom random;

    Mutation(List<byte[]> corpus, SplittableRandom random) {
        this.corpus = corpus;
        this.random = random;
    }

    byte[] next() {
        byte[] input = any();
        int steps = random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            input = step(input);
        }
        return input;
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] step(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + random.nextInt(1, LONGEST_PIECE));
        return switch (random.nextInt(8)) {
            case 0 -> changed(input, random.nextInt(256));
            case 1 -> changed(input, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 2 -> spliced(input, at, end, new byte[0]);
            case 3 -> spliced(input, at, at, piece(input));
            case 4 -> spliced(input, at, at, piece(any()));
            case 5 -> spliced(input, at, end, piece(any()));
            case 6 -> spliced(input, at, input.length, any());
            default -> Arrays.copyOf(input, at);
        };
    }

    private byte[] changed(byte[] input, int value) {
        byte[] changed = input.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] = (byte) value;
        }
        return changed;
    }

    private byte[] piece(byte[] of) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(
                of, from, Math.min(of.length, from + random.nextInt(1, LONGEST_PIECE)));
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(piece);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
