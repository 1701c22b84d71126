package dev.tulle.operator.certificates;

import dev.tulle.operator.certificates.PeerVerdict.Accepted;
import dev.tulle.operator.certificates.PeerVerdict.Refusal;
import dev.tulle.operator.certificates.PeerVerdict.Refused;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Judges the chain of a peer: the id first, then the path to the bundle of that id's trust domain,
/// then what the X509-SVID standard asks of a leaf.
public final class PeerVerifier {
    private static final int URI = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final InstantSource clock;

    public PeerVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /// Says who the peer is, or why its chain is refused.
    ///
    /// @param chain as the peer sent it, leaf first
    /// @param side the part that the peer plays
    public PeerVerdict verify(List<X509Certificate> chain, TrustBundle bundle, Side side) {
        if (chain.isEmpty()) {
            return new Refused(Refusal.OTHER, "the peer sent no certificate");
        }
        X509Certificate leaf = chain.getFirst();
        SpiffeId id;
        try {
            id = idOf(leaf);
        } catch (IllegalArgumentException e) {
            return new Refused(Refusal.SPIFFE_ID, String.valueOf(e.getMessage()));
        }
        if (!id.trustDomain().equals(bundle.trustDomain())) {
            return new Refused(
                    Refusal.UNKNOWN_CA,
                    "no bundle for the trust domain of %s, ours is %s"
                            .formatted(id, bundle.trustDomain()));
        }
        Instant now = clock.instant();
        return checkPath(chain, bundle, now)
                .or(() -> checkLeaf(leaf, side))
                .<PeerVerdict>map(refused -> refused)
                .orElseGet(() -> new Accepted(id));
    }

    /// The one SPIFFE ID that a leaf carries.
    ///
    /// @throws IllegalArgumentException with a sentence, when there is not exactly one
    public static SpiffeId idOf(X509Certificate leaf) {
        List<String> uris = uris(leaf);
        if (uris.size() != 1) {
            throw new IllegalArgumentException(
                    "certificate %s has %d URI names %s, expected exactly one"
                            .formatted(Serial.of(leaf), uris.size(), uris));
        }
        SpiffeId id = SpiffeId.parse(uris.getFirst());
        if (id.path().isEmpty()) {
            throw new IllegalArgumentException(
                    "certificate %s names a signer, %s, expected a workload"
                            .formatted(Serial.of(leaf), id));
        }
        return id;
    }

    private static List<String> uris(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return Objects.requireNonNullElse(names, List.<List<?>>of()).stream()
                    .filter(name -> Objects.equals(name.get(0), URI))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException(
                    "certificate %s has unreadable names: %s"
                            .formatted(Serial.of(leaf), e.getMessage()),
                    e);
        }
    }

    private static Optional<Refused> checkPath(
            List<X509Certificate> chain, TrustBundle bundle, Instant now) {
        Set<X509Certificate> roots = new HashSet<>(bundle.roots());
        List<X509Certificate> path = chain.stream().filter(c -> !roots.contains(c)).toList();
        try {
            Set<TrustAnchor> anchors =
                    roots.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathValidatorResult result =
                    (PKIXCertPathValidatorResult)
                            CertPathValidator.getInstance("PKIX")
                                    .validate(
                                            CertificateFactory.getInstance("X.509")
                                                    .generateCertPath(path),
                                            parameters);
            return checkTime(result.getTrustAnchor().getTrustedCert(), now);
        } catch (CertPathValidatorException e) {
            return Optional.of(refused(e, path, now));
        } catch (GeneralSecurityException e) {
            return Optional.of(
                    new Refused(Refusal.OTHER, "the chain cannot be read: " + e.getMessage()));
        }
    }

    /// PKIX takes the time of a trust anchor for granted; we do not (an expired root ends trust).
    private static Optional<Refused> checkTime(X509Certificate root, Instant now) {
        Validity validity = Validity.of(root);
        if (now.isAfter(validity.notAfter())) {
            return Optional.of(new Refused(Refusal.EXPIRED, times(root, now)));
        }
        return now.isBefore(validity.notBefore())
                ? Optional.of(new Refused(Refusal.NOT_YET_VALID, times(root, now)))
                : Optional.empty();
    }

    private static Refused refused(
            CertPathValidatorException error, List<X509Certificate> path, Instant now) {
        Refusal refusal = refusal(error.getReason());
        boolean located = error.getIndex() >= 0 && error.getIndex() < path.size();
        String where = located ? times(path.get(error.getIndex()), now) : "our clock says " + now;
        return new Refused(refusal, "%s; %s".formatted(error.getMessage(), where));
    }

    private static Refusal refusal(CertPathValidatorException.Reason reason) {
        return switch (reason) {
            case BasicReason.EXPIRED -> Refusal.EXPIRED;
            case BasicReason.NOT_YET_VALID -> Refusal.NOT_YET_VALID;
            case BasicReason.INVALID_SIGNATURE -> Refusal.UNKNOWN_CA;
            case PKIXReason.NO_TRUST_ANCHOR -> Refusal.UNKNOWN_CA;
            case PKIXReason.INVALID_NAME -> Refusal.NAME_CONSTRAINTS;
            case null, default -> Refusal.OTHER;
        };
    }

    private static Optional<Refused> checkLeaf(X509Certificate leaf, Side side) {
        if (leaf.getBasicConstraints() >= 0) {
            return unfit(leaf, "is a CA, expected a leaf");
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE] || usage[KEY_CERT_SIGN] || usage[CRL_SIGN]) {
            return unfit(leaf, "must be for digital signatures and must not sign certificates");
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(side.purpose())
                    ? Optional.empty()
                    : unfit(leaf, "has no purpose " + side.purpose() + " for side " + side);
        } catch (CertificateParsingException e) {
            return unfit(leaf, "has unreadable purposes: " + e.getMessage());
        }
    }

    private static Optional<Refused> unfit(X509Certificate leaf, String what) {
        return Optional.of(
                new Refused(Refusal.OTHER, "certificate %s %s".formatted(Serial.of(leaf), what)));
    }

    private static String times(X509Certificate certificate, Instant now) {
        Validity validity = Validity.of(certificate);
        return "certificate %s holds from %s to %s, our clock says %s"
                .formatted(Serial.of(certificate), validity.notBefore(), validity.notAfter(), now);
    }
}
