package dev.tulle.operator.certificates;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/// Makes keys, roots and issuing certificates of our own.
public final class AuthorityMint {
    public static final Duration ROOT_LIFETIME = Duration.ofDays(1095);
    public static final Duration ISSUER_LIFETIME = Duration.ofDays(90);

    private final InstantSource clock;
    private final SecureRandom random;

    public AuthorityMint(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public SecretKey newKey() {
        return SecretKey.of(KeyPairs.generate(random).getPrivate());
    }

    /// A self-signed root and an issuing certificate under it; whoever holds the same keys and asks
    /// again gets another pair that works as well.
    public Authority mint(
            String trustDomain, int generation, SecretKey rootKey, SecretKey issuerKey) {
        Instant now = clock.instant();
        X509Certificate root = root(trustDomain, generation, rootKey, now);
        X509Certificate issuer = issuer(root, trustDomain, generation, rootKey, issuerKey, now);
        return new Authority(trustDomain, generation, root, issuer, issuerKey);
    }

    private X509Certificate root(String trustDomain, int generation, SecretKey key, Instant now) {
        X500Name name = name(trustDomain, "root", generation);
        Validity validity = new Validity(now.minus(Clamp.BACKDATING), now.plus(ROOT_LIFETIME));
        return CertificateForm.of(name, validity, KeyPairs.publicKey(key))
                .uri(SpiffeId.signer(trustDomain).toString())
                .authority(new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .selfSigned(key, random);
    }

    private X509Certificate issuer(
            X509Certificate root,
            String trustDomain,
            int generation,
            SecretKey rootKey,
            SecretKey key,
            Instant now) {
        Instant end = now.plus(ISSUER_LIFETIME);
        Instant rootEnd = Validity.of(root).notAfter();
        Validity validity =
                new Validity(now.minus(Clamp.BACKDATING), end.isBefore(rootEnd) ? end : rootEnd);
        return CertificateForm.of(
                        name(trustDomain, "issuing", generation), validity, KeyPairs.publicKey(key))
                .uri(SpiffeId.signer(trustDomain).toString())
                .authority(new BasicConstraints(0))
                .permittedUriHost(trustDomain)
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .signedBy(root, rootKey, random);
    }

    /// A new name for each generation, so that path building never mixes two.
    private static X500Name name(String trustDomain, String role, int generation) {
        return new X500Name("O=Tulle,CN=" + trustDomain + " " + role + " " + generation);
    }
}
