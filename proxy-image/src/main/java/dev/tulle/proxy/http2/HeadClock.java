package dev.tulle.proxy.http2;

import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Wheel;
import java.util.concurrent.TimeUnit;

/// Gives a client ten seconds for each head from its first byte on: for the preface with its
/// SETTINGS, and for a header block with all of its CONTINUATION. The codec tells of a head only
/// when it is whole; that one is on its way, its reader knows.
final class HeadClock {
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int NONE = -1;

    private final CalmReader reader;
    private final Deadline deadline;
    private int timed = NONE;

    /// `tooSlow` runs when a head took too long.
    HeadClock(CalmReader reader, Wheel wheel, Runnable tooSlow) {
        this.reader = reader;
        this.deadline = wheel.deadline(tooSlow);
    }

    /// Everything that came was read.
    void settle() {
        if (!reader.headUnderWay()) {
            deadline.off();
            timed = NONE;
        } else if (timed != reader.units()) {
            timed = reader.units();
            deadline.in(HEAD_NANOS);
        }
    }

    void off() {
        deadline.off();
    }
}
