package dev.tulle.operator.authority;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.apply.Seen;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.TrustBundle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps ConfigMap `tulle-trust-bundle` equal to what the mesh is to trust.
final class BundlePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(BundlePublisher.class);

    private final KubernetesClient client;
    private final String namespace;
    private final Applier applier;
    private final Remover remover;
    private final InstantSource clock;

    BundlePublisher(
            KubernetesClient client,
            String namespace,
            Applier applier,
            Remover remover,
            InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
        this.applier = applier;
        this.remover = remover;
        this.clock = clock;
    }

    /// Publishes the bundle of a signing authority.
    ///
    /// @param highestSeen the highest sequence on any identity
    /// @return what is published now; empty when another operator was faster: the next visit reads
    ///   what it wrote
    Optional<TrustBundle> publish(Authority authority, long highestSeen) {
        ConfigMap stored =
                client.configMaps().inNamespace(namespace).withName(BundleMap.NAME).get();
        Optional<ConfigMap> known = Optional.ofNullable(stored);
        TrustBundle next =
                BundlePlan.next(
                        authority.trustDomain(),
                        authority.root(),
                        known.flatMap(map -> BundleMap.read(authority.trustDomain(), map)),
                        known.map(BundleMap::sequence).orElse(0L),
                        highestSeen,
                        clock.instant());
        ConfigMap desired = BundleMap.of(namespace, next);
        if (stored != null && BundleMap.says(stored, next)) {
            return Optional.of(next);
        }
        boolean written =
                stored == null
                        ? BundleMap.says(applier.apply(desired), next)
                        : applier.applyIfStill(Seen.of(stored), desired).isPresent();
        if (!written) {
            return Optional.empty();
        }
        LOG.info("published {}", next);
        return Optional.of(next);
    }

    void remove() {
        remover.remove(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(BundleMap.NAME)
                        .endMetadata()
                        .build());
    }
}
