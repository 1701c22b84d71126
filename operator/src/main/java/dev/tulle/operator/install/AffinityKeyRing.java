package dev.tulle.operator.install;

import dev.tulle.operator.view.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The two keys that sign sessions, and when the next one comes. A key is believed everywhere for a
/// day before it signs, and for a month after that, so a session that is used once a month never
/// breaks:
///
/// 1. SIGNING: one key signs, the other one signed before;
/// 2. after 30 days, ANNOUNCING: a new key takes the place of the other one;
/// 3. after a day they change places, and it begins anew.
record AffinityKeyRing(SigningKey signing, SigningKey other, Step step, Instant since) {

    /// How long a key signs alone, and how long a session may rest.
    static final Duration SIGNS = Duration.ofDays(30);

    /// How long the next key is only believed: time for every proxy to hear of it.
    static final Duration ANNOUNCED = Duration.ofDays(1);

    enum Step {
        SIGNING,
        ANNOUNCING
    }

    static AffinityKeyRing first(Supplier<SigningKey> keys, Instant now) {
        return new AffinityKeyRing(keys.get(), keys.get(), Step.SIGNING, now);
    }

    /// What follows; empty while it is not time yet.
    Optional<AffinityKeyRing> next(Supplier<SigningKey> keys, Instant now) {
        return switch (step) {
            case SIGNING ->
                    now.isBefore(since.plus(SIGNS))
                            ? Optional.empty()
                            : Optional.of(
                                    new AffinityKeyRing(signing, keys.get(), Step.ANNOUNCING, now));
            case ANNOUNCING ->
                    now.isBefore(since.plus(ANNOUNCED))
                            ? Optional.empty()
                            : Optional.of(new AffinityKeyRing(other, signing, Step.SIGNING, now));
        };
    }
}
