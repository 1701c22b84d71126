package dev.tulle.proxy.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All that parses what strangers send: every input of the corpus, and `-Dtulle.fuzz.inputs`
/// mutated ones for each target (2,000), from `-Dtulle.fuzz.seed`: the same on every machine. An
/// input that fails is written to `target/fuzz` as a line for the corpus.
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("tulle.fuzz.inputs", 2_000);
    private static final long SEED = Long.getLong("tulle.fuzz.seed", 20_261_120L);
    private static final Duration HANGS = Duration.ofMinutes(5);
    private static final int LONGEST_LINE = 200;

    private volatile byte[] current = {};

    @BeforeAll
    static void watchBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @ParameterizedTest
    @EnumSource
    void holdsForTheCorpus(Fuzzed fuzzed) {
        bounded(HANGS, () -> Corpus.of(fuzzed).forEach(input -> test(fuzzed, input)));
    }

    @ParameterizedTest
    @EnumSource
    void holdsForWhatIsNearlyRight(Fuzzed fuzzed) {
        Mutation mutation = new Mutation(Corpus.of(fuzzed), new SplittableRandom(SEED));
        Duration most = HANGS.plusMillis(INPUTS);
        bounded(
                most,
                () -> {
                    for (int i = 0; i < INPUTS; i++) {
                        test(fuzzed, mutation.next());
                    }
                });
    }

    private void bounded(Duration time, Runnable task) {
        assertTimeoutPreemptively(time, task::run, () -> "hangs on " + shortened(current));
    }

    private void test(Fuzzed fuzzed, byte[] input) {
        current = input;
        Throwable failure = failure(fuzzed, input);
        if (failure != null) {
            byte[] least = Shrinking.of(input, smaller -> failure(fuzzed, smaller) != null);
            Path file = write(fuzzed, least);
            throw new AssertionError(
                    "%s, seed %d, %d bytes in %s: %s"
                            .formatted(fuzzed.word(), SEED, least.length, file, shortened(least)),
                    failure(fuzzed, least));
        }
    }

    private static String shortened(byte[] input) {
        String line = Corpus.line(input);
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }

    private static Path write(Fuzzed fuzzed, byte[] input) {
        try {
            Path file = Path.of("target", "fuzz", fuzzed.word() + ".txt");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, Corpus.line(input) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Throwable failure(Fuzzed fuzzed, byte[] input) {
        try {
            fuzzed.target().test(input);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }
}
