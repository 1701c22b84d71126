package dev.tulle.operator.certificates;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a server or client of ours presents, and what it trusts, always changed together.
///
/// @param chain leaf first, then the issuing certificate; no root
public record ServingMaterial(List<X509Certificate> chain, SecretKey key, TrustBundle bundle) {
    public ServingMaterial {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate to serve");
        }
        if (!KeyPairs.fit(chain.getFirst(), key)) {
            throw new IllegalArgumentException(
                    "the key does not belong to certificate "
                            + Serial.of(chain.getFirst())
                            + "; the Secret holds halves of two renewals");
        }
    }

    /// From the three PEM texts of a Secret.
    ///
    /// @throws IllegalArgumentException with a sentence, when they are not one serving identity
    public static ServingMaterial parse(
            String trustDomain, long bundleSequence, String chain, String key, String roots) {
        return new ServingMaterial(
                CertificatePem.parse(chain),
                SecretKey.parse(key),
                TrustBundle.parse(trustDomain, bundleSequence, roots));
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    public Validity validity() {
        return Validity.of(leaf());
    }

    public String serial() {
        return Serial.of(leaf());
    }
}
