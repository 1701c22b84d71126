package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.MeshInstallSpec;

/// A MeshInstall.
public record InstallView(Meta meta, MeshInstallSpec spec) implements ClusterObject {

    @Override
    public InstallView withMeta(Meta other) {
        return new InstallView(other, spec);
    }
}
