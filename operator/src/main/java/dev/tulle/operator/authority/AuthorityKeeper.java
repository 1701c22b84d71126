package dev.tulle.operator.authority;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.TrustBundle;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;

/// Keeps the two authorities and the bundle as they should be; every step is harmless when a second
/// operator does the same.
public final class AuthorityKeeper {
    private final String namespace;
    private final AuthorityStore store;
    private final BundlePublisher publisher;

    private AuthorityKeeper(String namespace, AuthorityStore store, BundlePublisher publisher) {
        this.namespace = namespace;
        this.store = store;
        this.publisher = publisher;
    }

    public static AuthorityKeeper of(
            KubernetesClient client,
            String namespace,
            Applier applier,
            Creator creator,
            Remover remover,
            AuthorityMint mint,
            InstantSource clock) {
        return new AuthorityKeeper(
                namespace,
                new AuthorityStore(client, applier, creator, remover, mint, clock),
                new BundlePublisher(client, namespace, applier, remover, clock));
    }

    Authorities ensure(String trustDomain, long highestSequence) {
        AuthorityState mesh = store.ensure(AuthorityHome.mesh(namespace, trustDomain));
        AuthorityState webhook = store.ensure(AuthorityHome.webhook(namespace));
        Optional<TrustBundle> bundle =
                switch (mesh) {
                    case AuthorityState.Whole whole ->
                            publisher.publish(whole.authority(), highestSequence);
                    case AuthorityState.Unfinished unfinished -> Optional.empty();
                    case AuthorityState.Unusable unusable -> Optional.empty();
                };
        return new Authorities(mesh, webhook, bundle);
    }

    /// Deletes keys, certificates and bundle: for a mesh that is no more.
    void remove() {
        store.remove(AuthorityHome.mesh(namespace, ""));
        store.remove(AuthorityHome.webhook(namespace));
        publisher.remove();
    }
}
