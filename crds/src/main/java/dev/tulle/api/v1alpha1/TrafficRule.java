package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception to where requests go.
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrafficRule(
        @Required
                @Size(min = 1, max = 63)
                @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                @JsonPropertyDescription(
                        "What metrics and status call the rule. Unset: not allowed.")
                String name,
        @Required
                @Size(min = 1, max = 8)
                @JsonPropertyDescription(
                        "The rule takes a request that any of these matches. Unset: not allowed.")
                List<TrafficMatch> matches,
        @Size(min = 1, max = 16)
                @ValidationRule(
                        value = "self.exists(b, b.weight > 0)",
                        message =
                                "every weight is 0, so no backend would get traffic: give at least"
                                        + " one backend a weight above 0")
                @JsonPropertyDescription(
                        "Services that share what the rule takes, by weight. Unset: as in"
                                + " spec.backends.")
                @Nullable List<TrafficSplitSpec.Backend> backends) {}
