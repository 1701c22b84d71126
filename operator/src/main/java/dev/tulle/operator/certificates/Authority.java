package dev.tulle.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// One generation of an authority: a root, and the issuing certificate under it that signs leaves.
///
/// @param generation grows with every new pair and is never used twice
public record Authority(
        String trustDomain,
        int generation,
        X509Certificate root,
        X509Certificate issuer,
        SecretKey issuerKey) {
    private static final int KEY_CERT_SIGN = 5;

    /// Checks that the parts belong together.
    ///
    /// @throws IllegalArgumentException with a sentence, when this pair could sign nothing that a
    ///   peer accepts
    public Authority {
        check(isSigner(root), root, generation, "a root that may sign certificates");
        check(isSigner(issuer), issuer, generation, "an issuer that may sign certificates");
        check(signed(root, root), root, generation, "a root signed by itself");
        check(signed(root, issuer), issuer, generation, "an issuer signed by the root");
        check(KeyPairs.fit(issuer, issuerKey), issuer, generation, "a key that fits the issuer");
    }

    /// Until when a leaf of this generation can be valid at most.
    public Instant end() {
        Instant rootEnd = Validity.of(root).notAfter();
        Instant issuerEnd = Validity.of(issuer).notAfter();
        return rootEnd.isBefore(issuerEnd) ? rootEnd : issuerEnd;
    }

    /// Whether a leaf of the wanted life is still worth issuing now.
    public boolean canSign(Duration wanted, Instant now) {
        return Clamp.of(now, wanted, end()).isPresent();
    }

    private static boolean isSigner(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && usage != null && usage[KEY_CERT_SIGN];
    }

    private static boolean signed(X509Certificate signer, X509Certificate certificate) {
        try {
            certificate.verify(signer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(signer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void check(
            boolean holds, X509Certificate certificate, int generation, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "authority generation %d: certificate %s is unusable, expected %s"
                            .formatted(generation, Serial.of(certificate), expected));
        }
    }
}
