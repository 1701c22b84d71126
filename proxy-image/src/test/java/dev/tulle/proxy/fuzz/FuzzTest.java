package dev.tulle.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All that parses what strangers send: every input of the corpus, and `-Dtulle.fuzz.inputs`
/// mutated ones for each target (3,000: the same on every machine) from `-Dtulle.fuzz.seed`. With
/// `-Dtulle.fuzz.time` it goes on for that long. An input that fails is printed as a line for the
/// corpus.
class FuzzTest {
    private static final Duration TIME =
            Duration.parse(System.getProperty("tulle.fuzz.time", "PT0S"));
    private static final int INPUTS = Integer.getInteger("tulle.fuzz.inputs", 3_000);
    private static final long SEED = Long.getLong("tulle.fuzz.seed", 20_261_120L);
    private static final Duration HANGS = Duration.ofSeconds(60);

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
        List<byte[]> corpus = Corpus.of(fuzzed);
        long[] inputs = {0};
        bounded(
                TIME.plus(HANGS),
                () -> {
                    Mutation mutation = new Mutation(corpus, new SplittableRandom(SEED));
                    long end = System.nanoTime() + TIME.toNanos();
                    while (inputs[0] < INPUTS || System.nanoTime() < end) {
                        test(fuzzed, mutation.next());
                        inputs[0]++;
                    }
                });
        System.out.printf("fuzz %s: %d inputs of seed %d%n", fuzzed.word(), inputs[0], SEED);
        assertThat(inputs[0]).isPositive();
    }

    private void bounded(Duration time, Runnable task) {
        assertTimeoutPreemptively(time, task::run, () -> "hangs on " + Corpus.line(current));
    }

    private void test(Fuzzed fuzzed, byte[] input) {
        current = input;
        Throwable failure = failure(fuzzed, input);
        if (failure != null) {
            byte[] least = Shrinking.of(input, smaller -> failure(fuzzed, smaller) != null);
            throw new AssertionError(
                    "fuzz/%s.txt, seed %d: %s".formatted(fuzzed.word(), SEED, Corpus.line(least)),
                    failure(fuzzed, least));
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
