package dev.tulle.operator.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.operator.certificates.Leaf;
import dev.tulle.operator.certificates.TrustBundle;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Secret that brings a leaf to its user: key, chain and bundle in one object, so that no
/// reader ever sees halves. Never immutable, for the kubelet does not watch immutable Secrets.
final class IdentitySecret {
    static final String LABEL = "mesh.tulle.dev/identity";
    private static final String PART_OF = "mesh.tulle.dev/part-of";
    private static final String PART = "identity";
    private static final ObjectMapper JSON = new ObjectMapper();

    private IdentitySecret() {}

    static Secret of(Wanted wanted, Leaf leaf, TrustBundle bundle, Instant renewAt) {
        return new SecretBuilder()
                .withType("kubernetes.io/tls")
                .withNewMetadata()
                .withNamespace(wanted.secret().namespace())
                .withName(wanted.secret().name())
                .withLabels(labels(wanted))
                .withAnnotations(annotations(leaf, bundle, renewAt))
                .withOwnerReferences(owners(wanted))
                .endMetadata()
                .withData(
                        Map.of(
                                "tls.crt", encode(leaf.chainPem()),
                                "tls.key", encode(leaf.key().pem()),
                                "ca.crt", encode(bundle.pem()),
                                "identity.json", encode(json(leaf, bundle, renewAt))))
                .build();
    }

    static boolean isOurs(Map<String, String> labels) {
        return PART.equals(labels.get(PART_OF));
    }

    private static Map<String, String> labels(Wanted wanted) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/managed-by", "tulle");
        labels.put(PART_OF, PART);
        if (wanted.isWorkload()) {
            labels.put(LABEL, "true");
        }
        return labels;
    }

    private static Map<String, String> annotations(Leaf leaf, TrustBundle bundle, Instant renewAt) {
        Map<IdentityAnnotation, String> facts = new LinkedHashMap<>();
        facts.put(IdentityAnnotation.SPIFFE_ID, leaf.id().toString());
        facts.put(IdentityAnnotation.SERIAL, leaf.serial());
        facts.put(IdentityAnnotation.NOT_AFTER, leaf.validity().notAfter().toString());
        facts.put(IdentityAnnotation.RENEW_AT, renewAt.toString());
        facts.put(IdentityAnnotation.AUTHORITY, Integer.toString(leaf.generation()));
        facts.put(IdentityAnnotation.BUNDLE_SEQUENCE, Long.toString(bundle.sequence()));
        facts.put(IdentityAnnotation.BUNDLE_SHA256, bundle.sha256());
        Map<String, String> annotations = new LinkedHashMap<>();
        facts.forEach((which, text) -> annotations.put(which.key(), text));
        return annotations;
    }

    /// Without `blockOwnerDeletion`: clusters that enforce it would ask for rights on the account's
    /// finalizers.
    private static List<OwnerReference> owners(Wanted wanted) {
        return wanted.owner().stream()
                .map(account ->
                        new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("ServiceAccount")
                                .withName(account.name())
                                .withUid(account.uid())
                                .withController(true)
                                .withBlockOwnerDeletion(false)
                                .build())
                .toList();
    }

    /// For the proxy, which sees no annotations.
    private static String json(Leaf leaf, TrustBundle bundle, Instant renewAt) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("spiffeId", leaf.id().toString());
        facts.put("serial", leaf.serial());
        facts.put("authority", leaf.generation());
        facts.put("bundleSequence", bundle.sequence());
        facts.put("bundleSha256", bundle.sha256());
        facts.put("renewAt", renewAt.toString());
        try {
            return JSON.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers has no JSON form", e);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
