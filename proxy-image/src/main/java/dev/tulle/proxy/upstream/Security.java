package dev.tulle.proxy.upstream;

import java.util.Set;

/// What stands between TCP and the engine of a connection.
public sealed interface Security {
    record Plain() implements Security {}

    /// `localId` is the identity that is shown, `peerIds` are those that the endpoint may have; the
    /// server name is empty for a pod that is called by its address.
    record Mesh(String localId, Set<String> peerIds, String serverName) implements Security {
        public Mesh {
            peerIds = Set.copyOf(peerIds);
        }
    }
}
