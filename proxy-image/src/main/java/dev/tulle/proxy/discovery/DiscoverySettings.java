package dev.tulle.proxy.discovery;

import java.nio.file.Path;

/// Whose configuration is asked for, where, and where its copy is kept.
///
/// @param version of this proxy
/// @param host DNS name of the Service of discovery
/// @param discoveryId SPIFFE id that every replica must prove
public record DiscoverySettings(
        String podUid,
        String version,
        String host,
        int port,
        String discoveryId,
        Path stateDirectory) {
    String authority() {
        return host + ":" + port;
    }

    String workload() {
        return "pod/" + podUid;
    }
}
