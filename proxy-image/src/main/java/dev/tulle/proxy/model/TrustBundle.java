package dev.tulle.proxy.model;

import java.util.Set;

/// The roots of one trust domain: DER certificates in base64, a set whose order means nothing. The
/// bundle with the highest sequence wins.
public record TrustBundle(String trustDomain, long sequence, Set<String> roots) {
    public TrustBundle {
        roots = Set.copyOf(roots);
        if (roots.isEmpty()) {
            throw new IllegalArgumentException(
                    "trust bundle of " + trustDomain + " has no roots: expected at least one");
        }
    }
}
