package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tulle.api.condition.MeshCondition;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the traffic really goes.
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrafficSplitStatus(
        @JsonPropertyDescription("The generation that was processed last. Unset: none yet.")
                @Nullable Long observedGeneration,
        @Size(max = 2048)
                @JsonPropertyDescription(
                        "Effective weights as text, for the printed column. Unset: none yet.")
                @Nullable String weights,
        @Size(max = 16)
                @JsonPropertyDescription(
                        "What proxies are told and what they saw. Unset: nothing yet.")
                @Nullable List<Effective> effective,
        @Size(max = 16) @JsonPropertyDescription("What proxies saw of each rule. Unset: no rules.")
                @Nullable List<RuleShare> rules,
        @JsonPropertyDescription("Proxies that hold this split. Unset: unknown.")
                @Nullable ProxyCounts proxies,
        @Size(max = 16)
                @JsonPropertyDescription("What is true of this object. Unset: not visited yet.")
                @Nullable List<MeshCondition> conditions) {

    /// One rule as proxies see it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RuleShare(
            @Required
                    @Size(min = 1, max = 63)
                    @JsonPropertyDescription("Name of the rule. Unset: never.")
                    String name,
            @JsonPropertyDescription(
                            "Percent of the requests for the Service in the last 5 minutes that the"
                                    + " rule took. Unset: there were none.")
                    @Nullable Integer observedPercent) {}

    /// One backend as proxies see it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Effective(
            @Required
                    @Size(min = 1, max = 63)
                    @JsonPropertyDescription("Name of the Service. Unset: never.")
                    String service,
            @JsonPropertyDescription("Weight that proxies are told. Unset: unknown.")
                    @Nullable Integer weight,
            @JsonPropertyDescription("Endpoints that are ready. Unset: unknown.")
                    @Nullable Integer readyEndpoints,
            @JsonPropertyDescription(
                            "Percent of the requests of the last 5 minutes by the proxies' own"
                                    + " counters. Unset: there were none.")
                    @Nullable Integer observedPercent) {}
}
