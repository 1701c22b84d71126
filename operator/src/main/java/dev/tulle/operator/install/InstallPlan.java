package dev.tulle.operator.install;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MeshInstallSpec.Profile;
import dev.tulle.operator.resolve.Defaults;

/// What the objects of an installation are made from.
///
/// @param namespace the operator's own, where everything goes
record InstallPlan(String namespace, Release release, Profile profile, String trustDomain) {

    static InstallPlan of(MeshInstallSpec spec, Release release, String namespace) {
        return new InstallPlan(
                namespace, release, Defaults.profile(spec), Defaults.trustDomain(spec));
    }

    int replicas() {
        return switch (profile) {
            case PRODUCTION -> 3;
            case DEV -> 1;
        };
    }

    boolean isSpread() {
        return switch (profile) {
            case PRODUCTION -> true;
            case DEV -> false;
        };
    }
}
