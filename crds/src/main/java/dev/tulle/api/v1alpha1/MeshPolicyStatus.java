package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tulle.api.condition.MeshCondition;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a policy.
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeshPolicyStatus(
        @JsonPropertyDescription("The generation that was processed last. Unset: none yet.")
                @Nullable Long observedGeneration,
        @Size(max = 400)
                @JsonPropertyDescription(
                        "The target as text, for the printed column. Unset: none yet.")
                @Nullable String target,
        @JsonPropertyDescription("Mutual TLS that this policy brings into force. Unset: none yet.")
                @Nullable Mtls mtls,
        @JsonPropertyDescription("Proxies that hold this policy. Unset: unknown.")
                @Nullable ProxyCounts proxies,
        @Size(max = 16)
                @JsonPropertyDescription("Fields in which another policy wins. Unset: none.")
                @Nullable List<Conflict> conflicts,
        @Size(max = 16)
                @JsonPropertyDescription("What is true of this object. Unset: not visited yet.")
                @Nullable List<MeshCondition> conditions) {

    /// A field of this policy that an older one of the same level decides.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Conflict(
            @Required @Size(max = 128) @JsonPropertyDescription("Path of the field. Unset: never.")
                    String field,
            @Required
                    @Size(max = 340)
                    @JsonPropertyDescription("Kind and name of the winner. Unset: never.")
                    String winner) {}
}
