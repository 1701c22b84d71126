package dev.tulle.operator.certificates;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What a TLS endpoint presents and trusts now, changed as one while it runs.
///
/// Both managers read the material at each handshake: after [#swap] new handshakes use the new
/// material, open connections stay. Before the first swap every handshake fails. Resumption must be
/// off where these managers are used, for a resumed session asks neither of them.
public final class LiveIdentity {
    private final AtomicReference<Optional<ServingMaterial>> current =
            new AtomicReference<>(Optional.empty());
    private final PeerVerifier verifier;

    public LiveIdentity(PeerVerifier verifier) {
        this.verifier = verifier;
    }

    public void swap(ServingMaterial material) {
        current.set(Optional.of(material));
    }

    public Optional<ServingMaterial> current() {
        return current.get();
    }

    public X509ExtendedKeyManager keyManager() {
        return new LiveKeys(current::get);
    }

    /// Trusts whom the bundle of the moment trusts.
    ///
    /// @param observer is told whom nobody here trusts, on the thread of the handshake
    public X509ExtendedTrustManager trustManager(Consumer<PeerVerdict.Refused> observer) {
        return new LiveTrust(current::get, verifier, observer);
    }
}
