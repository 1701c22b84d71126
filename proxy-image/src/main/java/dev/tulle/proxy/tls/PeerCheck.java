package dev.tulle.proxy.tls;

import java.security.cert.X509Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one handshake expects of its peer and what it found. The check runs on the tls thread, its
/// result is read on the connection's loop after the handshake.
final class PeerCheck {
    private final Side peer;
    private final Set<String> expected;
    private volatile @Nullable SpiffeId id;
    private volatile @Nullable PeerRefused refused;

    private PeerCheck(Side peer, Set<String> expected) {
        this.peer = peer;
        this.expected = expected;
    }

    /// A client may be anyone of the trust domain; who it is decides later.
    static PeerCheck ofClient() {
        return new PeerCheck(Side.CLIENT, Set.of());
    }

    /// A server must be one of those that the endpoint is expected to be.
    static PeerCheck ofServer(Set<String> expected) {
        if (expected.isEmpty()) {
            throw new IllegalArgumentException(
                    "no identity is expected of a meshed endpoint: expected at least one");
        }
        return new PeerCheck(Side.SERVER, Set.copyOf(expected));
    }

    void check(X509Certificate[] chain, TrustRoots trust, ValidatedChains chains)
            throws PeerRefused {
        try {
            SpiffeId found = chains.verify(chain, trust, peer);
            if (!expected.isEmpty() && !expected.contains(found.toString())) {
                throw new PeerRefused(
                        HandshakeFailure.SPIFFE_ID,
                        "the endpoint is " + found + ": expected one of " + expected);
            }
            id = found;
        } catch (PeerRefused e) {
            refused = e;
            throw e;
        }
    }

    @Nullable SpiffeId id() {
        return id;
    }

    HandshakeFailure failure() {
        PeerRefused known = refused;
        return known == null ? HandshakeFailure.OTHER : known.failure();
    }

    @Nullable PeerRefused refused() {
        return refused;
    }
}
