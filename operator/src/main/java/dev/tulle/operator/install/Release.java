package dev.tulle.operator.install;

import java.util.List;

/// The one release that this operator ships: its own version, the images that belong to it, and how
/// the registry is entered.
///
/// @param pullSecrets names of Secrets in the own namespace, for the pods that we run there
public record Release(
        String version,
        String controlPlaneImage,
        String proxyImage,
        String initImage,
        List<String> pullSecrets) {

    public Release {
        pullSecrets = List.copyOf(pullSecrets);
    }
}
