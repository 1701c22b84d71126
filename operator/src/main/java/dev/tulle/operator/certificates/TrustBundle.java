package dev.tulle.operator.certificates;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// The roots of one trust domain: a set, whose order and spelling mean nothing.
///
/// Never empty: an empty bundle would end the trust of its domain at once.
public final class TrustBundle {
    private final String trustDomain;
    private final long sequence;
    private final List<X509Certificate> roots;
    private final String sha256;

    private TrustBundle(String trustDomain, long sequence, Collection<X509Certificate> roots) {
        this.trustDomain = trustDomain;
        this.sequence = sequence;
        this.roots = sortedSet(roots);
        if (this.roots.isEmpty()) {
            throw new IllegalArgumentException(
                    "the bundle of %s has no root; it would end all trust in %s"
                            .formatted(trustDomain, trustDomain));
        }
        this.sha256 = hash(this.roots);
    }

    public static TrustBundle of(
            String trustDomain, long sequence, Collection<X509Certificate> roots) {
        return new TrustBundle(trustDomain, sequence, roots);
    }

    /// Reads roots as a ConfigMap or a file holds them.
    ///
    /// @throws IllegalArgumentException with a sentence, when the PEM holds no certificate or more
    ///   than certificates
    public static TrustBundle parse(String trustDomain, long sequence, String pem) {
        return new TrustBundle(trustDomain, sequence, CertificatePem.parse(pem));
    }

    public String trustDomain() {
        return trustDomain;
    }

    /// Grows with every change of content and never goes back.
    public long sequence() {
        return sequence;
    }

    /// Without doubles, sorted by fingerprint.
    public List<X509Certificate> roots() {
        return roots;
    }

    /// SHA-256 over the sorted SHA-256 of the DER roots, hex: equal for equal sets.
    public String sha256() {
        return sha256;
    }

    public String pem() {
        return CertificatePem.write(roots);
    }

    public boolean sameRoots(TrustBundle other) {
        return trustDomain.equals(other.trustDomain) && sha256.equals(other.sha256);
    }

    private static String hash(List<X509Certificate> sorted) {
        MessageDigest digest = Fingerprint.sha256();
        sorted.forEach(root -> digest.update(Fingerprint.bytes(root)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<X509Certificate> sortedSet(Collection<X509Certificate> roots) {
        TreeMap<byte[], X509Certificate> set =
                new TreeMap<>(Comparator.comparing(bytes -> bytes, Arrays::compareUnsigned));
        roots.forEach(root -> set.put(Fingerprint.bytes(root), root));
        return List.copyOf(set.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustBundle bundle
                && sequence == bundle.sequence
                && sameRoots(bundle);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trustDomain, sequence, sha256);
    }

    @Override
    public String toString() {
        return "bundle of %s, sequence %d, %d roots, sha256 %s"
                .formatted(trustDomain, sequence, roots.size(), sha256);
    }
}
