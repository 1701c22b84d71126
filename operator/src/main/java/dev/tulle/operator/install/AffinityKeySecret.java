package dev.tulle.operator.install;

import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.SigningKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How the keys of session affinity are kept: a Secret that says when its last step was taken.
final class AffinityKeySecret {

    private static final String STEP = "mesh.tulle.dev/affinity-step";
    private static final String SINCE = "mesh.tulle.dev/affinity-since";

    private AffinityKeySecret() {}

    /// Without keys: created so, it is completed by an apply, which then owns all fields.
    static Secret empty(String namespace) {
        return new SecretBuilder()
                .withMetadata(Names.in(namespace, AffinityKeysView.NAME))
                .withType("Opaque")
                .build();
    }

    static Secret of(String namespace, AffinityKeyRing ring) {
        return new SecretBuilder()
                .withMetadata(
                        Names.in(namespace, AffinityKeysView.NAME)
                                .edit()
                                .addToAnnotations(STEP, ring.step().name())
                                .addToAnnotations(SINCE, ring.since().toString())
                                .build())
                .withType("Opaque")
                .addToData(AffinityKeysView.SIGNING, ring.signing().base64())
                .addToData(AffinityKeysView.OTHER, ring.other().base64())
                .build();
    }

    /// Empty when somebody made something else of it.
    static Optional<AffinityKeyRing> read(Secret secret) {
        Map<String, String> data = Optional.ofNullable(secret.getData()).orElse(Map.of());
        Map<String, String> notes =
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of());
        try {
            SigningKey signing = new SigningKey(data.getOrDefault(AffinityKeysView.SIGNING, ""));
            SigningKey other = new SigningKey(data.getOrDefault(AffinityKeysView.OTHER, ""));
            return signing.bytes().length == SigningKey.LENGTH
                            && other.bytes().length == SigningKey.LENGTH
                    ? Optional.of(
                            new AffinityKeyRing(
                                    signing,
                                    other,
                                    AffinityKeyRing.Step.valueOf(notes.getOrDefault(STEP, "")),
                                    Instant.parse(notes.getOrDefault(SINCE, ""))))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
