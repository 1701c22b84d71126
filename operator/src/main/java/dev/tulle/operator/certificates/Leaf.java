package dev.tulle.operator.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A leaf with its key and the chain that is served with it.
///
/// @param chain leaf, then issuing certificate
/// @param generation that of the authority that signed
public record Leaf(
        SpiffeId id, List<X509Certificate> chain, SecretKey key, int generation, Instant issuedAt) {
    public Leaf {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Validity validity() {
        return Validity.of(certificate());
    }

    public String serial() {
        return Serial.of(certificate());
    }

    public String chainPem() {
        return CertificatePem.write(chain);
    }

    @Override
    public String toString() {
        return "%s serial %s until %s".formatted(id, serial(), validity().notAfter());
    }
}
