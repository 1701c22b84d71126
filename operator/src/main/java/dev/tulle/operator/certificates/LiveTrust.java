package dev.tulle.operator.certificates;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts whom the bundle of the moment trusts. Extended, so that the JDK adds no host name check.
final class LiveTrust extends X509ExtendedTrustManager {
    private static final X509Certificate[] UNTOLD = {};

    private final Supplier<Optional<ServingMaterial>> material;
    private final PeerVerifier verifier;
    private final Consumer<PeerVerdict.Refused> observer;

    LiveTrust(
            Supplier<Optional<ServingMaterial>> material,
            PeerVerifier verifier,
            Consumer<PeerVerdict.Refused> observer) {
        this.material = material;
        this.verifier = verifier;
        this.observer = observer;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, Side.CLIENT);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, Side.CLIENT);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, Side.CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, Side.SERVER);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, Side.SERVER);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, Side.SERVER);
    }

    /// No list of issuers in the certificate request: a proxy has one certificate and sends it.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return UNTOLD.clone();
    }

    private void check(X509Certificate[] chain, Side side) throws CertificateException {
        ServingMaterial now =
                material.get()
                        .orElseThrow(
                                () -> new CertificateException("no trust bundle is loaded yet"));
        switch (verifier.verify(List.of(chain), now.bundle(), side)) {
            case PeerVerdict.Accepted accepted -> {}
            case PeerVerdict.Refused refused -> {
                observer.accept(refused);
                throw new CertificateException(refused.refusal() + ": " + refused.sentence());
            }
        }
    }
}
