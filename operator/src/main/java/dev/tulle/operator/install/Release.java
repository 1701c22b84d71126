package dev.tulle.operator.install;

/// The one release that this operator ships: its own version and the images that belong to it.
public record Release(
        String version, String controlPlaneImage, String proxyImage, String initImage) {}
