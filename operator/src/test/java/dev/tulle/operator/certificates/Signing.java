package dev.tulle.operator.certificates;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/// A certificate that signs, and its key.
record Signing(X509Certificate certificate, SecretKey key) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Signing root(String domain, int generation, Validity validity) {
        SecretKey key = SecretKey.of(KeyPairs.generate(RANDOM).getPrivate());
        X509Certificate certificate =
                CertificateForm.of(
                                name(domain, "root " + generation),
                                validity,
                                KeyPairs.publicKey(key))
                        .uri("spiffe://" + domain)
                        .authority(new BasicConstraints(true))
                        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                        .selfSigned(key, RANDOM);
        return new Signing(certificate, key);
    }

    static Signing issuer(Signing signer, String constraint, Validity validity) {
        return issuer(signer, constraint, validity, new BasicConstraints(0));
    }

    static Signing issuer(
            Signing signer, String constraint, Validity validity, BasicConstraints basics) {
        SecretKey key = SecretKey.of(KeyPairs.generate(RANDOM).getPrivate());
        X509Certificate certificate =
                CertificateForm.of(
                                name(constraint, "issuing " + RANDOM.nextInt(1_000_000)),
                                validity,
                                KeyPairs.publicKey(key))
                        .uri("spiffe://" + constraint)
                        .authority(basics)
                        .permittedUriHost(constraint)
                        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                        .signedBy(signer.certificate(), signer.key(), RANDOM);
        return new Signing(certificate, key);
    }

    static X500Name name(String domain, String role) {
        return new X500Name("O=Tulle,CN=" + domain + " " + role);
    }
}
