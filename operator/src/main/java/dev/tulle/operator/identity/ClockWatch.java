package dev.tulle.operator.identity;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether our clock is fit to sign with. Once a minute it is compared with the API server's; a
/// clock that is far away, or has jumped since it was last looked at, signs nothing until a
/// comparison has found it right. What is signed already stays in use.
public final class ClockWatch {

    static final Duration BETWEEN_COMPARISONS = Duration.ofMinutes(1);
    static final Duration WORTH_A_WORD = Duration.ofSeconds(150);
    static final Duration TOO_FAR = Duration.ofMinutes(5);
    static final Duration JUMP = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Reference reference;
    private final IdentityThreads threads;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Instant lastTime;
    private long lastNanos;
    private Duration ahead = Duration.ZERO;
    private boolean isUnreachable;
    private Standing standing = Standing.RIGHT;
    private Optional<String> problem = Optional.empty();

    private enum Standing {
        RIGHT,
        JUMPED,
        FAR
    }

    /// Another clock.
    public interface Reference {
        /// How far ours is ahead of it.
        Duration ahead() throws IOException;
    }

    /// @param nanos a clock that only goes forward
    /// @param threads compares on a writing thread
    public ClockWatch(
            InstantSource clock, LongSupplier nanos, Reference reference, IdentityThreads threads) {
        this.clock = clock;
        this.nanos = nanos;
        this.reference = reference;
        this.threads = threads;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /// Compares now, before anything is signed, and from now on once a minute.
    public void start() {
        compare();
        compareLater();
    }

    /// Why nothing may be signed now, in a sentence; looks for a jump first.
    public synchronized Optional<String> problem() {
        Instant time = clock.instant();
        long now = nanos.getAsLong();
        Duration jumped = Duration.between(lastTime, time).minus(Duration.ofNanos(now - lastNanos));
        lastTime = time;
        lastNanos = now;
        if (jumped.abs().compareTo(JUMP) > 0) {
            say(
                    Standing.JUMPED,
                    ("the operator's clock has jumped %s by %s to %s: nothing is signed"
                                    + " until it agrees with the API server's")
                            .formatted(direction(jumped), jumped.abs(), time));
            threads.write(this::compare);
        }
        return problem;
    }

    /// How far our clock was from the API server's at the last comparison.
    public synchronized Duration offset() {
        return ahead.abs();
    }

    /// Called when the answer of [#problem] has changed, on any thread: hand over.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void compareLater() {
        var _ =
                threads.after(
                        BETWEEN_COMPARISONS,
                        () -> {
                            threads.write(this::compare);
                            compareLater();
                        });
    }

    private void compare() {
        problem();
        try {
            judge(reference.ahead());
        } catch (IOException e) {
            unreachable(e);
        }
    }

    private synchronized void judge(Duration found) {
        boolean isNews =
                found.abs().compareTo(WORTH_A_WORD) > 0 && ahead.abs().compareTo(WORTH_A_WORD) <= 0;
        ahead = found;
        isUnreachable = false;
        if (found.abs().compareTo(TOO_FAR) > 0) {
            say(
                    Standing.FAR,
                    ("the operator's clock is %s %s the API server's: nothing is signed"
                                    + " until they agree within %s; is time synchronised on"
                                    + " both nodes?")
                            .formatted(
                                    rounded(found),
                                    found.isNegative() ? "behind" : "ahead of",
                                    TOO_FAR));
        } else {
            say(Standing.RIGHT, "the operator's clock is right, signing goes on");
            if (isNews) {
                LOG.warn(
                        "the operator's clock is {} away from the API server's; from {} on nothing"
                                + " is signed: is time synchronised on both nodes?",
                        rounded(found),
                        TOO_FAR);
            }
        }
    }

    private synchronized void unreachable(IOException e) {
        if (!isUnreachable) {
            isUnreachable = true;
            LOG.warn("cannot compare clocks with the API server: {}", e.getMessage());
        }
    }

    /// A comparison moves the sentence a little each time; how the clock stands is what counts.
    private synchronized void say(Standing now, String sentence) {
        if (now == standing) {
            return;
        }
        standing = now;
        if (now == Standing.RIGHT) {
            problem = Optional.empty();
            LOG.info(sentence);
        } else {
            problem = Optional.of(sentence);
            LOG.error(sentence);
        }
        listeners.forEach(Runnable::run);
    }

    private static String direction(Duration jumped) {
        return jumped.isNegative() ? "back" : "ahead";
    }

    private static Duration rounded(Duration found) {
        return Duration.ofSeconds(found.abs().toSeconds());
    }
}
