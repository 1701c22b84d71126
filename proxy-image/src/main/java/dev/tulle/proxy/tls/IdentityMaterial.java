package dev.tulle.proxy.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// One generation of the workload's identity: leaf, key, chain and the roots it trusts, never a mix
/// of two. The key is not shown by any text form.
public final class IdentityMaterial {
    private final SpiffeId id;
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final TrustRoots trust;

    private IdentityMaterial(
            SpiffeId id, PrivateKey key, List<X509Certificate> chain, TrustRoots trust) {
        this.id = id;
        this.key = key;
        this.chain = List.copyOf(chain);
        this.trust = trust;
    }

    /// The chain is served whole, leaf first. A key that does not fit the leaf is refused.
    static IdentityMaterial of(List<X509Certificate> chain, PrivateKey key, TrustRoots trust)
            throws CertificateException {
        X509Certificate leaf = chain.getFirst();
        if (!KeyFit.test(key, leaf)) {
            throw new CertificateException(
                    "tls.key does not fit the leaf " + serial(leaf) + ": expected its own key");
        }
        return new IdentityMaterial(PeerVerifier.idOf(leaf), key, chain, trust);
    }

    /// The same leaf with other roots.
    IdentityMaterial trusting(TrustRoots other) {
        return new IdentityMaterial(id, key, chain, other);
    }

    public SpiffeId id() {
        return id;
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// Serial number of the leaf in hex.
    public String serial() {
        return serial(leaf());
    }

    public String issuer() {
        return leaf().getIssuerX500Principal().getName();
    }

    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    public TrustRoots trust() {
        return trust;
    }

    PrivateKey key() {
        return key;
    }

    List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public String toString() {
        return id
                + ", leaf "
                + serial()
                + " until "
                + notAfter()
                + ", bundle "
                + trust.sequence()
                + ", key [redacted]";
    }

    private static String serial(X509Certificate leaf) {
        return leaf.getSerialNumber().toString(16);
    }
}
