package dev.tulle.proxy.discovery;

import dev.tulle.proxy.tls.IdentityMaterial;
import java.time.Instant;

/// What this proxy proves itself with and whom it trusts: what is in use, not what was received.
///
/// @param bundleSha256 SHA-256 over the sorted SHA-256 of the DER roots, in hex
record IdentityInUse(
        String spiffeId,
        String leafSerial,
        String leafIssuer,
        Instant notAfter,
        long bundleSequence,
        String bundleSha256) {

    static IdentityInUse of(IdentityMaterial material) {
        return new IdentityInUse(
                material.id().toString(),
                material.serial(),
                material.issuer(),
                material.notAfter(),
                material.trust().sequence(),
                material.trust().sha256());
    }
}
