package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.AuthorityName;
import java.time.Instant;

/// Told of what signs and what is trusted, at every visit.
public interface AuthorityObserver {
    void ends(AuthorityName authority, Instant root, Instant issuer);

    void published(long sequence);

    /// For callers that count nothing.
    static AuthorityObserver silent() {
        return new AuthorityObserver() {
            @Override
            public void ends(AuthorityName authority, Instant root, Instant issuer) {}

            @Override
            public void published(long sequence) {}
        };
    }
}
