package dev.tulle.operator.report;

import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Base64;
import java.util.Map;

/// The two ConfigMaps of a replica: what they are called and how they are told apart.
public enum ReportForm {
    REPORT("report"),
    ROSTER("roster");

    /// Label with the word of the form.
    public static final String LABEL = "mesh.tulle.dev/report";

    private final String word;

    ReportForm(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// Goes with its pod, by garbage collection.
    ConfigMap configMap(Replica replica, byte[] packed) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("tulle-%s-%s".formatted(word, replica.pod()))
                .withNamespace(replica.namespace())
                .withLabels(
                        Map.of(
                                LABEL,
                                word,
                                MeshLabel.MANAGED_BY.key(),
                                "tulle",
                                MeshLabel.PART_OF.key(),
                                "discovery"))
                .withOwnerReferences(
                        new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("Pod")
                                .withName(replica.pod())
                                .withUid(replica.podUid())
                                .build())
                .endMetadata()
                .withBinaryData(Map.of(word, Base64.getEncoder().encodeToString(packed)))
                .build();
    }
}
