package dev.tulle.proxy.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/// A peer's chain proves nothing; the message says what was found, what was expected, both clocks.
public final class PeerRefused extends CertificateException {
    private final HandshakeFailure failure;

    /// The cause lets the TLS library choose the alert.
    PeerRefused(HandshakeFailure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    PeerRefused(HandshakeFailure failure, String message) {
        this(failure, message, null);
    }

    public HandshakeFailure failure() {
        return failure;
    }
}
