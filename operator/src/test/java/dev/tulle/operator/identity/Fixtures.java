package dev.tulle.operator.identity;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.SecretView;
import dev.tulle.operator.view.ServiceAccountView;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A shop with meshed pods, and who signs for it.
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    static final String SYSTEM = "tulle-system";
    static final Duration DAY = Duration.ofDays(1);
    static final ObjectName WEB_SECRET = ObjectName.of("shop", "tulle-id-web");

    private Fixtures() {}

    static Signer signer(AuthorityName name, Instant now, Duration lifetime) {
        AuthorityMint mint = new AuthorityMint(InstantSource.fixed(now), new SecureRandom());
        String domain =
                switch (name) {
                    case MESH -> "cluster.local";
                    case WEBHOOK -> "tulle-webhook";
                };
        Authority authority = mint.mint(domain, 1, mint.newKey(), mint.newKey());
        return new Signer(
                authority, TrustBundle.of(domain, 1, List.of(authority.root())), lifetime);
    }

    static Map<AuthorityName, Signer> signers() {
        return Map.of(
                AuthorityName.MESH, signer(AuthorityName.MESH, NOW, DAY),
                AuthorityName.WEBHOOK, signer(AuthorityName.WEBHOOK, NOW, DAY));
    }

    static ClusterView with(ClusterView view, ClusterObject... objects) {
        return view.after(List.of(objects).stream().<ViewEvent>map(ViewEvent.Present::new).toList())
                .after();
    }

    static ClusterView without(ClusterView view, ViewKind kind, ObjectName name) {
        return view.after(List.of(new ViewEvent.Gone(kind, name))).after();
    }

    static ServiceAccountView account(String name) {
        return new ServiceAccountView(meta("shop", name, "1"));
    }

    static PodView pod(String name, String account, PodView.Phase phase) {
        return new PodView(
                meta("shop", name, "1"),
                Map.of(),
                new PodView.Owner("", ""),
                account,
                "",
                List.of(),
                phase,
                "0.1.0",
                List.of(),
                List.of(),
                List.of());
    }

    static SecretView secret(ObjectName name, String version, Map<String, String> annotations) {
        return new SecretView(
                meta(name.namespace(), name.name(), version),
                "kubernetes.io/tls",
                Map.of(IdentitySecret.LABEL, "true", "mesh.tulle.dev/part-of", "identity"),
                annotations);
    }

    static Map<String, String> facts(
            String id, Instant notAfter, Instant renewAt, TrustBundle bundle) {
        return Map.of(
                IdentityAnnotation.SPIFFE_ID.key(), id,
                IdentityAnnotation.NOT_AFTER.key(), notAfter.toString(),
                IdentityAnnotation.RENEW_AT.key(), renewAt.toString(),
                IdentityAnnotation.BUNDLE_SEQUENCE.key(), Long.toString(bundle.sequence()),
                IdentityAnnotation.BUNDLE_SHA256.key(), bundle.sha256());
    }

    static InstallView install() {
        return new InstallView(
                meta("", "default", "1"), new MeshInstallSpec("0.1.0", null, null, null, null));
    }

    private static Meta meta(String namespace, String name, String version) {
        return new Meta(ObjectName.of(namespace, name), "uid-" + name, 1, version, NOW, null);
    }
}
