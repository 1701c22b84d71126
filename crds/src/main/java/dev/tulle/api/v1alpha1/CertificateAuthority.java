package dev.tulle.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Who signs the certificates of the mesh, and for how long. Cluster-scoped, named `default`.
@Group("mesh.tulle.dev")
@Version("v1alpha1")
@Plural("certificateauthorities")
@ShortNames("mca")
public final class CertificateAuthority
        extends CustomResource<CertificateAuthoritySpec, CertificateAuthorityStatus> {}
