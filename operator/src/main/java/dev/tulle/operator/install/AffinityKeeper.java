package dev.tulle.operator.install;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Seen;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.SigningKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that the keys of session affinity are there, and takes the next step when it is time.
/// Two leaders do no harm: the Secret is created empty, and every step, the first one too, is taken
/// from what was read only.
final class AffinityKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(AffinityKeeper.class);

    private final String namespace;
    private final KubernetesClient client;
    private final Creator creator;
    private final Applier applier;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /// @param client to read the Secret
    AffinityKeeper(
            String namespace,
            KubernetesClient client,
            InstallRoom.Writers writers,
            InstantSource clock) {
        this.namespace = namespace;
        this.client = client;
        this.creator = writers.creator();
        this.applier = writers.applier();
        this.clock = clock;
    }

    void visit() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Secret found =
                client.secrets().inNamespace(namespace).withName(AffinityKeysView.NAME).get();
        Secret stored = found == null ? creator.create(AffinityKeySecret.empty(namespace)) : found;
        Optional<AffinityKeyRing> ring = AffinityKeySecret.read(stored);
        Optional<AffinityKeyRing> next =
                ring.isEmpty()
                        ? Optional.of(AffinityKeyRing.first(this::newKey, now))
                        : ring.get().next(this::newKey, now);
        next.ifPresent(after -> {
            LOG.info(
                    "keys of session affinity{}: step {}",
                    ring.isEmpty() ? ", new ones: every session chooses anew" : "",
                    after.step());
            var _ = applier.applyIfStill(Seen.of(stored), AffinityKeySecret.of(namespace, after));
        });
    }

    private SigningKey newKey() {
        byte[] key = new byte[SigningKey.LENGTH];
        random.nextBytes(key);
        return SigningKey.of(key);
    }
}
