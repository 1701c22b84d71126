package dev.tulle.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// How a target may be called.
@Group("mesh.tulle.dev")
@Version("v1alpha1")
@Plural("meshpolicies")
@ShortNames("mp")
public final class MeshPolicy extends CustomResource<MeshPolicySpec, MeshPolicyStatus>
        implements Namespaced {}
