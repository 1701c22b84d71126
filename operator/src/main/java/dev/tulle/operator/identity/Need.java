package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.Held.Facts;
import dev.tulle.operator.view.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is to be done about one identity Secret: a pure function of what is wanted, what is there,
/// who signs and what time it is.
public sealed interface Need {
    ObjectName secret();

    /// Write a new leaf.
    record Issue(Wanted wanted, Optional<Held> held, Cause cause) implements Need {
        @Override
        public ObjectName secret() {
            return wanted.secret();
        }
    }

    /// All is well until then.
    record Keep(ObjectName secret, Instant until) implements Need {}

    /// Nobody needs it and its time of renewal has come.
    record Remove(Held held) implements Need {
        @Override
        public ObjectName secret() {
            return held.secret();
        }
    }

    /// Why a leaf is issued.
    enum Cause {
        /// A pod waits for it.
        MISSING,
        /// Its time has come.
        RENEWAL,
        /// Somebody changed what is written on the Secret, or it names somebody else.
        SPOILT,
        /// The roots changed: a Secret is always written whole.
        BUNDLE,
        /// The life that is allowed now ends before this leaf does.
        SHORTER_LIFE;

        /// Whether many of these may be due at once without anybody waiting.
        boolean isPaced() {
            return switch (this) {
                case MISSING, RENEWAL, SPOILT -> false;
                case BUNDLE, SHORTER_LIFE -> true;
            };
        }
    }

    static Need ofWanted(Wanted wanted, Optional<Held> held, Signer signer, Instant now) {
        if (held.isEmpty()) {
            return new Issue(wanted, held, Cause.MISSING);
        }
        Optional<Facts> facts =
                held.get().facts().filter(f -> f.id().equals(wanted.id().toString()));
        if (facts.isEmpty()) {
            return new Issue(wanted, held, Cause.SPOILT);
        }
        return ofLeaf(wanted, held, facts.get(), signer, now);
    }

    static Need ofUnwanted(Held held, Instant now) {
        Instant end = held.facts().map(Facts::renewAt).orElse(now);
        return now.isBefore(end) ? new Keep(held.secret(), end) : new Remove(held);
    }

    private static Need ofLeaf(
            Wanted wanted, Optional<Held> held, Facts facts, Signer signer, Instant now) {
        if (!now.isBefore(facts.renewAt())) {
            return new Issue(wanted, held, Cause.RENEWAL);
        }
        if (!facts.bundleSha256().equals(signer.bundle().sha256())) {
            return new Issue(wanted, held, Cause.BUNDLE);
        }
        return facts.notAfter().isAfter(now.plus(signer.leafLifetime()).plus(SLACK))
                ? new Issue(wanted, held, Cause.SHORTER_LIFE)
                : new Keep(wanted.secret(), facts.renewAt());
    }

    /// Two clocks never agree to the second; a leaf issued by another operator is not too long.
    Duration SLACK = Duration.ofMinutes(1);
}
