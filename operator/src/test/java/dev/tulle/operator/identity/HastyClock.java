package dev.tulle.operator.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// Half a minute passes with every look at it, so that no write of a status has to wait.
final class HastyClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.NOW);

    @Override
    public Instant instant() {
        return now.updateAndGet(before -> before.plus(Duration.ofSeconds(31)));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests read UTC");
    }
}
