package dev.tulle.operator.certificates;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Authorities and leaves at a moment of the test's choice.
final class Mints {
    static final String DOMAIN = "cluster.local";
    static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();

    private Mints() {}

    static Authority authority(int generation) {
        AuthorityMint mint = new AuthorityMint(InstantSource.fixed(NOW), RANDOM);
        return mint.mint(DOMAIN, generation, mint.newKey(), mint.newKey());
    }

    static Issuance issue(Authority authority, Instant now, Duration lifetime) {
        SpiffeId id = SpiffeId.workload(DOMAIN, "shop", "web");
        return new LeafIssuer(InstantSource.fixed(now), RANDOM)
                .issue(authority, new LeafRequest(id, List.of(), lifetime));
    }

    static Leaf leaf(Authority authority) {
        return switch (issue(authority, NOW, Duration.ofDays(1))) {
            case Issuance.Issued issued -> issued.leaf();
            case Issuance.AuthorityEnds ends -> throw new AssertionError(ends.sentence());
        };
    }

    static TrustBundle bundle(Authority... authorities) {
        return TrustBundle.of(
                DOMAIN, 1, List.of(authorities).stream().map(Authority::root).toList());
    }
}
