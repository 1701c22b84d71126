package dev.tulle.proxy.tls;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers whose chain was good, so that a peer that comes back costs no path validation; on the
/// other side of a handshake only its leaf is judged again. The key holds the bundle's hash:
/// another set of roots judges anew. Handshake tasks of all loops use it.
final class ValidatedChains {
    private static final int MOST = 1_024;

    private final PeerVerifier verifier;
    private final Clock clock;
    private final Map<Key, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String leafSha256, String bundleSha256, Side side) {}

    private record Peer(SpiffeId id, Instant notAfter) {}

    ValidatedChains(Clock clock) {
        this.verifier = new PeerVerifier(clock);
        this.clock = clock;
    }

    SpiffeId verify(X509Certificate[] chain, TrustRoots trust, Side side) throws PeerRefused {
        if (chain.length == 0) {
            return verifier.verify(List.of(), trust, side);
        }
        Key key = new Key(Digests.of(chain[0]), trust.sha256(), side);
        Peer known = find(key);
        if (known != null) {
            return known.id();
        }
        Peer otherSide = find(new Key(key.leafSha256(), key.bundleSha256(), side.other()));
        Peer judged;
        if (otherSide == null) {
            judged = new Peer(verifier.verify(List.of(chain), trust, side), firstEnd(chain));
        } else {
            PeerVerifier.checkLeaf(chain[0], side);
            judged = otherSide;
        }
        remember(key, judged);
        return judged.id();
    }

    synchronized int size() {
        return peers.size();
    }

    private synchronized @Nullable Peer find(Key key) {
        Peer peer = peers.get(key);
        return peer != null && clock.instant().isBefore(peer.notAfter()) ? peer : null;
    }

    private synchronized void remember(Key key, Peer peer) {
        peers.put(key, peer);
        if (peers.size() > MOST) {
            peers.remove(peers.keySet().iterator().next());
        }
    }

    /// A chain is good no longer than each of its certificates.
    private static Instant firstEnd(X509Certificate[] chain) {
        return Arrays.stream(chain)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
