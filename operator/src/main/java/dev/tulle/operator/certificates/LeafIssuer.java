package dev.tulle.operator.certificates;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// Issues leaves, each with a new key.
public final class LeafIssuer {
    private final InstantSource clock;
    private final SecureRandom random;

    public LeafIssuer(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public Issuance issue(Authority authority, LeafRequest request) {
        Instant now = clock.instant();
        Optional<Validity> validity = Clamp.of(now, request.lifetime(), authority.end());
        if (validity.isEmpty()) {
            return new Issuance.AuthorityEnds(
                    "authority generation %d of %s ends at %s, our clock says %s: too near for a life of %s"
                            .formatted(
                                    authority.generation(),
                                    authority.trustDomain(),
                                    authority.end(),
                                    now,
                                    request.lifetime()));
        }
        KeyPair pair = KeyPairs.generate(random);
        X509Certificate leaf =
                CertificateForm.of(CertificateForm.NOBODY, validity.get(), pair.getPublic())
                        .uri(request.id().toString())
                        .dns(request.dnsNames())
                        .authority(new BasicConstraints(false))
                        .usage(KeyUsage.digitalSignature)
                        .purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
                        .signedBy(authority.issuer(), authority.issuerKey(), random);
        return new Issuance.Issued(
                new Leaf(
                        request.id(),
                        List.of(leaf, authority.issuer()),
                        SecretKey.of(pair.getPrivate()),
                        authority.generation(),
                        now));
    }
}
