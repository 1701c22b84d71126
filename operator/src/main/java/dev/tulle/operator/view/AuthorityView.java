package dev.tulle.operator.view;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import java.util.List;

/// A CertificateAuthority and what its own controller says of it.
public record AuthorityView(
        Meta meta, CertificateAuthoritySpec spec, List<MeshCondition> conditions)
        implements ClusterObject {

    public AuthorityView {
        conditions = List.copyOf(conditions);
    }

    @Override
    public AuthorityView withMeta(Meta other) {
        return new AuthorityView(other, spec, conditions);
    }
}
