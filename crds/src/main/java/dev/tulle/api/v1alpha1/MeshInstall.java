package dev.tulle.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Which version runs, how proxies look, what holds mesh-wide. Cluster-scoped, named `default`.
@Group("mesh.tulle.dev")
@Version("v1alpha1")
@Plural("meshinstalls")
@ShortNames("mi")
public final class MeshInstall extends CustomResource<MeshInstallSpec, MeshInstallStatus> {}
