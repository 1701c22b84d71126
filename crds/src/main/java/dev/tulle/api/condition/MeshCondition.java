package dev.tulle.api.condition;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One condition in the shape of `metav1.Condition`.
///
/// @param type a word of [ConditionType]; text, so that an older operator can read what a newer one
///   wrote
/// @param status `True`, `False` or `Unknown`
/// @param reason a word of [Reason]
/// @param lastTransitionTime RFC 3339, whole seconds, UTC; moves only when `status` does
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeshCondition(
        @Required
                @Size(min = 1, max = 64)
                @JsonPropertyDescription("What the condition is about. Unset: never.")
                String type,
        @Required
                @Size(min = 4, max = 7)
                @JsonPropertyDescription("True, False or Unknown. Unset: never.")
                String status,
        @Required @Size(min = 1, max = 64) @JsonPropertyDescription("One word why. Unset: never.")
                String reason,
        @Required
                @Size(max = 4096)
                @JsonPropertyDescription(
                        "The same for humans: what, which object, what to do. Unset: never.")
                String message,
        @Required
                @Size(min = 20, max = 32)
                @JsonPropertyDescription("When status last changed, RFC 3339. Unset: never.")
                String lastTransitionTime,
        @JsonPropertyDescription("The generation that this condition speaks of. Unset: unknown.")
                @Nullable Long observedGeneration) {}
