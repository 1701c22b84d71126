package dev.tulle.operator.authority;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Issuer;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Root;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.RootState;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.authority.AuthorityState.Whole;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.Fingerprint;
import dev.tulle.operator.certificates.Serial;
import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.certificates.Validity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The status that follows from a visit: pure, and never a key.
final class AuthorityStatusForm {
    private static final String PROVIDER = "BuiltIn";

    private AuthorityStatusForm() {}

    static CertificateAuthorityStatus withoutInstall(
            long generation, List<MeshCondition> conditions) {
        return new CertificateAuthorityStatus(
                generation, PROVIDER, null, null, null, null, conditions);
    }

    static CertificateAuthorityStatus unchanged(
            @Nullable CertificateAuthorityStatus before,
            long generation,
            List<MeshCondition> conditions) {
        return before == null
                ? withoutInstall(generation, conditions)
                : new CertificateAuthorityStatus(
                        generation,
                        before.provider(),
                        before.trustDomain(),
                        before.roots(),
                        before.issuer(),
                        before.workloads(),
                        conditions);
    }

    static CertificateAuthorityStatus of(
            long generation,
            String trustDomain,
            Authorities found,
            Workloads workloads,
            List<MeshCondition> conditions) {
        Optional<Authority> mesh =
                found.mesh() instanceof Whole(Authority authority)
                        ? Optional.of(authority)
                        : Optional.empty();
        return new CertificateAuthorityStatus(
                generation,
                PROVIDER,
                trustDomain,
                found.bundle()
                        .flatMap(bundle -> mesh.map(signing -> roots(bundle, signing)))
                        .orElse(null),
                mesh.map(AuthorityStatusForm::issuer).orElse(null),
                workloads.total() == null ? null : workloads,
                conditions);
    }

    /// A root that is not the signer's is trusted for leaves that are still in use.
    private static List<Root> roots(TrustBundle bundle, Authority signing) {
        return bundle.roots().stream()
                .map(root ->
                        new Root(
                                Fingerprint.of(root),
                                root.equals(signing.root()) ? RootState.ACTIVE : null,
                                end(root)))
                .limit(8)
                .toList();
    }

    private static Issuer issuer(Authority authority) {
        return new Issuer(Serial.of(authority.issuer()), end(authority.issuer()));
    }

    private static String end(X509Certificate certificate) {
        return Validity.of(certificate).notAfter().toString();
    }
}
