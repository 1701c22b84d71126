package dev.tulle.proxy.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Hands the peer's chain to the check of its handshake. One context serves handshakes that expect
/// different peers, so the check is found by the engine. Host names are never looked at.
final class MeshTrust extends X509ExtendedTrustManager {
    private final TrustRoots trust;
    private final ValidatedChains chains;
    private final Function<SSLEngine, @Nullable PeerCheck> checks;

    MeshTrust(
            TrustRoots trust,
            ValidatedChains chains,
            Function<SSLEngine, @Nullable PeerCheck> checks) {
        this.trust = trust;
        this.chains = chains;
        this.checks = checks;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw unannounced();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw unannounced();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw unannounced();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw unannounced();
    }

    /// No names: a hint of all roots would only make the server's first flight longer.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        PeerCheck check = checks.apply(engine);
        if (check == null) {
            throw unannounced();
        }
        check.check(chain, trust, chains);
    }

    private static CertificateException unannounced() {
        return new PeerRefused(
                HandshakeFailure.OTHER,
                "a handshake that nobody announced: expected one by an engine of ours");
    }
}
