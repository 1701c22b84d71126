package dev.tulle.operator.authority;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.apply.Seen;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.SecretKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a generation into being, step by step, each step one write that a second leader repeats
/// harmlessly.
final class AuthorityStore {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityStore.class);

    private final KubernetesClient client;
    private final Applier applier;
    private final Creator creator;
    private final Remover remover;
    private final AuthorityMint mint;
    private final InstantSource clock;

    AuthorityStore(
            KubernetesClient client,
            Applier applier,
            Creator creator,
            Remover remover,
            AuthorityMint mint,
            InstantSource clock) {
        this.client = client;
        this.applier = applier;
        this.creator = creator;
        this.remover = remover;
        this.mint = mint;
        this.clock = clock;
    }

    /// Reads the generation, or makes what of it is missing.
    AuthorityState ensure(AuthorityHome home) {
        Secret issuer = read(home, home.issuerSecret()).orElseGet(() -> createKeys(home));
        try {
            Optional<Authority> whole = AuthoritySecrets.readWhole(home, issuer);
            return whole.<AuthorityState>map(AuthorityState.Whole::new)
                    .orElseGet(() -> complete(home, issuer));
        } catch (IllegalArgumentException e) {
            return new AuthorityState.Unusable(String.valueOf(e.getMessage()));
        }
    }

    /// Deletes the generation with its keys.
    void remove(AuthorityHome home) {
        for (String name : List.of(home.issuerSecret(), home.rootSecret())) {
            remover.remove(
                    new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(home.namespace())
                            .withName(name)
                            .endMetadata()
                            .build());
        }
    }

    /// The root's key comes first: an issuer without one could never be completed.
    private Secret createKeys(AuthorityHome home) {
        if (read(home, home.rootSecret()).isEmpty()) {
            creator.create(AuthoritySecrets.rootKey(home, mint.newKey()));
        }
        return creator.create(AuthoritySecrets.issuerKey(home, mint.newKey()));
    }

    private AuthorityState complete(AuthorityHome home, Secret issuer) {
        Optional<Secret> root = read(home, home.rootSecret());
        if (root.isEmpty()) {
            return new AuthorityState.Unusable(
                    "Secret %s is gone before %s was complete; delete %s as well to start anew"
                            .formatted(
                                    home.rootSecret(), home.issuerSecret(), home.issuerSecret()));
        }
        SecretKey rootKey = AuthoritySecrets.readRootKey(root.get());
        SecretKey issuerKey = AuthoritySecrets.readIssuerKey(issuer);
        Authority authority = mint.mint(home.trustDomain(), home.generation(), rootKey, issuerKey);
        Secret whole =
                AuthoritySecrets.whole(
                        home, authority, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (applier.applyIfStill(Seen.of(issuer), whole).isEmpty()) {
            return new AuthorityState.Unfinished(
                    "Secret %s is being completed by another operator"
                            .formatted(home.issuerSecret()));
        }
        LOG.info(
                "authority {} generation {} of {} is complete, it signs until {}",
                home.name(),
                home.generation(),
                home.trustDomain(),
                authority.end());
        return new AuthorityState.Whole(authority);
    }

    private Optional<Secret> read(AuthorityHome home, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(home.namespace()).withName(name).get());
    }
}
