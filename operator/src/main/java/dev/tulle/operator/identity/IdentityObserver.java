package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.AuthorityName;
import java.time.Duration;
import java.time.Instant;

/// Told what the loop of identities did.
public interface IdentityObserver {
    /// What became of an attempt to write a leaf.
    enum Result {
        ISSUED,
        /// The authority ends too soon.
        REFUSED,
        /// Another operator was faster.
        OUTDATED,
        FAILED
    }

    void issued(AuthorityName authority, Result result, Duration took);

    /// The loop looked at everything once more.
    void looked(Instant now, Census census);

    /// For callers that count nothing.
    static IdentityObserver silent() {
        return new IdentityObserver() {
            @Override
            public void issued(AuthorityName authority, Result result, Duration took) {}

            @Override
            public void looked(Instant now, Census census) {}
        };
    }
}
