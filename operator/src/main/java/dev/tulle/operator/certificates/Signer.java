package dev.tulle.operator.certificates;

import java.time.Duration;

/// Who signs at present, what its peers trust, and how long leaves live.
public record Signer(Authority authority, TrustBundle bundle, Duration leafLifetime) {
    boolean sameAs(Signer other) {
        return authority.issuer().equals(other.authority.issuer())
                && bundle.sequence() == other.bundle.sequence()
                && bundle.sameRoots(other.bundle)
                && leafLifetime.equals(other.leafLifetime);
    }
}
