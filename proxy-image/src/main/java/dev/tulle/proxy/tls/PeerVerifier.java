package dev.tulle.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges the chain of a peer: the id first, then the path to the roots of that id's trust domain,
/// then what the X509-SVID standard asks of a leaf. Revocation is not by CRL or OCSP, and clocks
/// get no tolerance: certificates are backdated instead.
final class PeerVerifier {
    private static final int URI_NAME = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final Clock clock;

    PeerVerifier(Clock clock) {
        this.clock = clock;
    }

    /// Says who the peer is. The chain is as the peer sent it, leaf first.
    SpiffeId verify(List<X509Certificate> chain, TrustRoots trust, Side side) throws PeerRefused {
        if (chain.isEmpty()) {
            throw new PeerRefused(HandshakeFailure.OTHER, "the peer sent no certificate");
        }
        X509Certificate leaf = chain.getFirst();
        SpiffeId id = idOf(leaf);
        if (!id.trustDomain().equals(trust.trustDomain())) {
            throw new PeerRefused(
                    HandshakeFailure.UNKNOWN_CA,
                    "no bundle for the trust domain of " + id + ": ours is " + trust.trustDomain());
        }
        checkPath(chain, trust.roots());
        checkLeaf(leaf, side);
        return id;
    }

    /// The one workload id that a leaf names.
    static SpiffeId idOf(X509Certificate leaf) throws PeerRefused {
        List<String> uris = uris(leaf);
        if (uris.size() != 1) {
            throw new PeerRefused(
                    HandshakeFailure.SPIFFE_ID,
                    name(leaf) + " has the URI names " + uris + ": expected exactly one");
        }
        try {
            SpiffeId id = SpiffeId.parse(uris.getFirst());
            if (!id.workload()) {
                throw new PeerRefused(
                        HandshakeFailure.SPIFFE_ID,
                        name(leaf) + " names the signer " + id + ": expected a workload");
            }
            return id;
        } catch (IllegalArgumentException e) {
            throw new PeerRefused(HandshakeFailure.SPIFFE_ID, name(leaf) + ": " + e.getMessage());
        }
    }

    private static List<String> uris(X509Certificate leaf) throws PeerRefused {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return Objects.requireNonNullElse(names, List.<List<?>>of()).stream()
                    .filter(name -> Objects.equals(name.get(0), URI_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new PeerRefused(
                    HandshakeFailure.SPIFFE_ID, name(leaf) + " has unreadable names", e);
        }
    }

    private void checkPath(List<X509Certificate> chain, Set<X509Certificate> roots)
            throws PeerRefused {
        Instant now = clock.instant();
        List<X509Certificate> path = chain.stream().filter(c -> !roots.contains(c)).toList();
        try {
            Set<TrustAnchor> anchors =
                    roots.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXCertPathValidatorResult result =
                    (PKIXCertPathValidatorResult)
                            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
            checkTime(result.getTrustAnchor().getTrustedCert(), now);
        } catch (CertPathValidatorException e) {
            throw refused(e, path, now);
        } catch (GeneralSecurityException e) {
            throw new PeerRefused(
                    HandshakeFailure.OTHER, "the chain cannot be read: " + e.getMessage(), e);
        }
    }

    /// PKIX never looks at the time of a trust anchor; an expired root ends trust here.
    private static void checkTime(X509Certificate root, Instant now)
            throws CertPathValidatorException {
        if (now.isAfter(root.getNotAfter().toInstant())) {
            throw new CertPathValidatorException(
                    "the root is expired: " + times(root, now),
                    null,
                    null,
                    -1,
                    BasicReason.EXPIRED);
        }
        if (now.isBefore(root.getNotBefore().toInstant())) {
            throw new CertPathValidatorException(
                    "the root is not valid yet: " + times(root, now),
                    null,
                    null,
                    -1,
                    BasicReason.NOT_YET_VALID);
        }
    }

    /// Whether a leaf may play that part; its path is another question.
    static void checkLeaf(X509Certificate leaf, Side side) throws PeerRefused {
        if (leaf.getBasicConstraints() >= 0) {
            throw unfit(leaf, "is a CA: expected a leaf");
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE] || usage[KEY_CERT_SIGN] || usage[CRL_SIGN]) {
            throw unfit(leaf, "must be for digital signatures and must not sign certificates");
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(side.purpose())) {
                throw unfit(leaf, "is not for the side that it plays, " + side + ": " + purposes);
            }
        } catch (CertificateParsingException e) {
            throw unfit(leaf, "has unreadable purposes: " + e.getMessage());
        }
    }

    private static PeerRefused refused(
            CertPathValidatorException error, List<X509Certificate> path, Instant now) {
        int index = error.getIndex();
        String where = index >= 0 && index < path.size() ? times(path.get(index), now) : "";
        String text = words(error) + (where.isEmpty() ? "" : "; " + where);
        return new PeerRefused(failure(error.getReason()), text, error);
    }

    /// The platform says of both ends of a life that the "validity check failed".
    private static String words(CertPathValidatorException error) {
        if (error.getIndex() < 0) {
            return String.valueOf(error.getMessage());
        }
        return switch (failure(error.getReason())) {
            case EXPIRED -> "expired";
            case NOT_YET_VALID -> "not valid yet";
            default -> String.valueOf(error.getMessage());
        };
    }

    private static HandshakeFailure failure(CertPathValidatorException.@Nullable Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return HandshakeFailure.EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return HandshakeFailure.NOT_YET_VALID;
        }
        if (reason == BasicReason.INVALID_SIGNATURE || reason == PKIXReason.NO_TRUST_ANCHOR) {
            return HandshakeFailure.UNKNOWN_CA;
        }
        return reason == PKIXReason.INVALID_NAME
                ? HandshakeFailure.NAME_CONSTRAINTS
                : HandshakeFailure.OTHER;
    }

    private static PeerRefused unfit(X509Certificate leaf, String what) {
        return new PeerRefused(HandshakeFailure.OTHER, name(leaf) + " " + what);
    }

    private static String times(X509Certificate certificate, Instant now) {
        return "%s holds from %s to %s, our clock says %s"
                .formatted(
                        name(certificate),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        now);
    }

    private static String name(X509Certificate certificate) {
        return "certificate " + certificate.getSerialNumber().toString(16);
    }
}
