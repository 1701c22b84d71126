package dev.tulle.operator.apply;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What was applied last to an object: the hash of the desired form, and which fields were ours
/// once it was stored.
///
/// Whoever changes one of our values takes that field out of our entry in `managedFields`, so an
/// equal entry of the same object means that our values stand, whatever status did meanwhile.
record Written(String hash, String uid, Map<String, Object> ownedFields) {
    static Written of(String hash, HasMetadata stored, FieldOwner manager) {
        return new Written(hash, uid(stored), ownedFields(stored, manager));
    }

    boolean stillStandsIn(HasMetadata current, FieldOwner manager) {
        return !ownedFields.isEmpty()
                && current.getMetadata().getDeletionTimestamp() == null
                && uid.equals(uid(current))
                && ownedFields.equals(ownedFields(current, manager));
    }

    static String hash(KubernetesClient client, HasMetadata desired) {
        byte[] json =
                client.getKubernetesSerialization()
                        .asJson(desired)
                        .getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String uid(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getUid(), "");
    }

    private static Map<String, Object> ownedFields(HasMetadata object, FieldOwner manager) {
        ObjectMeta meta = object.getMetadata();
        List<ManagedFieldsEntry> entries =
                Objects.requireNonNullElse(meta.getManagedFields(), List.of());
        return entries.stream()
                .filter(entry -> manager.word().equals(entry.getManager()))
                .filter(entry -> "Apply".equals(entry.getOperation()))
                .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(ManagedFieldsEntry::getFieldsV1)
                .map(Written::asMap)
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, Object> asMap(FieldsV1 fields) {
        return Optional.ofNullable(fields).map(FieldsV1::getAdditionalProperties).orElse(Map.of());
    }
}
