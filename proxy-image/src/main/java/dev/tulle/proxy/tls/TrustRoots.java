package dev.tulle.proxy.tls;

import dev.tulle.proxy.model.TrustBundle;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The roots of one trust domain, a set: order and doubles mean nothing. `sha256` is taken over the
/// sorted digests of the roots, so that equal sets have equal hashes wherever they came from.
public record TrustRoots(
        String trustDomain, long sequence, Set<X509Certificate> roots, String sha256) {
    public TrustRoots {
        roots = Set.copyOf(roots);
        if (roots.isEmpty()) {
            throw new IllegalArgumentException(
                    "trust bundle of "
                            + trustDomain
                            + " has no roots: expected at least one, for none ends all trust");
        }
    }

    static TrustRoots of(
            String trustDomain, long sequence, Collection<X509Certificate> certificates) {
        Set<X509Certificate> roots = Set.copyOf(certificates);
        return new TrustRoots(trustDomain, sequence, roots, hash(roots));
    }

    /// Reads a bundle that came by the stream; a root that is no certificate refuses the whole.
    static TrustRoots of(TrustBundle bundle) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String root : bundle.roots()) {
            certificates.add(Pem.certificate(Base64.getDecoder().decode(root)));
        }
        return of(bundle.trustDomain(), bundle.sequence(), certificates);
    }

    private static String hash(Set<X509Certificate> roots) {
        MessageDigest digest = Digests.sha256();
        roots.stream()
                .map(Digests::of)
                .sorted()
                .map(HexFormat.of()::parseHex)
                .forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }
}
