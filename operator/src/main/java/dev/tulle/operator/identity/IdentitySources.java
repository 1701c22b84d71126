package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.certificates.Signers;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.InstallView;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the loop looks at: the newest view, who signs, the namespace of the control plane, and why
/// nothing may be signed by our clock.
public record IdentitySources(
        Supplier<ClusterView> view,
        Signers signers,
        String namespace,
        Supplier<Optional<String>> clockProblem) {
    IdentityPlan plan(Instant now) {
        ClusterView newest = view.get();
        boolean uninstalled = newest.number() > 0 && newest.all(InstallView.class).isEmpty();
        return uninstalled
                ? IdentityPlan.ofUninstalled(newest)
                : IdentityPlan.of(newest, namespace, current(), now);
    }

    private Map<AuthorityName, Signer> current() {
        Map<AuthorityName, Signer> current = new EnumMap<>(AuthorityName.class);
        for (AuthorityName name : AuthorityName.values()) {
            signers.current(name).ifPresent(signer -> current.put(name, signer));
        }
        return current;
    }
}
