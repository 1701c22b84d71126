package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/// Authorities born at a moment of the test's choice.
final class Minted {
    static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private Minted() {}

    static Authority authority(String trustDomain) {
        return authority(trustDomain, NOW);
    }

    static Authority authority(String trustDomain, Instant born) {
        AuthorityMint mint = new AuthorityMint(InstantSource.fixed(born), new SecureRandom());
        return mint.mint(trustDomain, 1, mint.newKey(), mint.newKey());
    }
}
