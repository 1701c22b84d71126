package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a target may be called.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "has(self.mtls) || has(self.traffic)",
        message = "the policy says nothing: add a section, for example mtls or traffic")
@ValidationRule(
        value = "self.targetRef.kind != 'Workload' || !has(self.traffic)",
        message =
                "callers choose a Service, not a pod: set timeouts, retries, circuitBreaker and"
                        + " loadBalancing in a policy on the Service")
@ValidationRule(
        value =
                "self.targetRef.kind != 'TrafficSplit' || !(has(self.mtls) || has(self.traffic) &&"
                        + " (has(self.traffic.circuitBreaker) || has(self.traffic.loadBalancing)))",
        message =
                "a TrafficSplit takes traffic.timeouts and traffic.retries only: put the rest into"
                        + " a policy on the Service")
public record MeshPolicySpec(
        @Required
                @ValidationRule(
                        value = "(self.kind in ['Namespace', 'Workload']) != has(self.name)",
                        message = "Namespace and Workload take no name; every other kind needs one")
                @ValidationRule(
                        value = "(self.kind == 'Workload') == has(self.selector)",
                        message =
                                "Workload needs selector.matchLabels (the pods' labels); the other"
                                        + " kinds take no selector")
                @ValidationRule(
                        value = "!has(self.port) || self.kind in ['Service', 'Workload']",
                        message = "port works with Service and Workload only")
                @ValidationRule(
                        value = "!has(self.rule) || self.kind == 'TrafficSplit'",
                        message = "rule works with TrafficSplit only")
                @JsonPropertyDescription("What the policy is about. Unset: not allowed.")
                TargetRef targetRef,
        @JsonPropertyDescription(
                        "Mutual TLS on the way in. Unset: inherited from the next wider level.")
                @Nullable Mtls mtls,
        @JsonPropertyDescription(
                        "How callers treat the traffic to the target. Unset: inherited from the"
                                + " next wider level.")
                @Nullable Traffic traffic) {

    /// Kinds of targets.
    public enum TargetKind {
        @JsonProperty("Namespace")
        NAMESPACE,
        @JsonProperty("Service")
        SERVICE,
        @JsonProperty("Workload")
        WORKLOAD,
        @JsonProperty("TrafficSplit")
        TRAFFIC_SPLIT
    }

    /// What a policy is about, in the policy's own namespace.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TargetRef(
            @Required
                    @JsonPropertyDescription(
                            "Namespace (the policy's own), Service, Workload (pods by labels) or"
                                    + " TrafficSplit. Unset: not allowed.")
                    TargetKind kind,
            @Size(min = 1, max = 253)
                    @JsonPropertyDescription(
                            "Name of the Service or TrafficSplit. Unset: for Namespace and"
                                    + " Workload.")
                    @Nullable String name,
            @JsonPropertyDescription("Which pods, for Workload. Unset: for every other kind.")
                    @Nullable Selector selector,
            @Min(1)
                    @Max(65535)
                    @JsonPropertyDescription(
                            "A port of the Service, or a container port. Unset: all ports.")
                    @Nullable Integer port,
            @Size(min = 1, max = 63)
                    @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                    @JsonPropertyDescription(
                            "Name of a rule of the TrafficSplit. Unset: all that it decides about.")
                    @Nullable String rule) {

        /// All of something that has no rules.
        public TargetRef(
                TargetKind kind,
                @Nullable String name,
                @Nullable Selector selector,
                @Nullable Integer port) {
            this(kind, name, selector, port, null);
        }
    }

    /// Pods by labels, all of which must match.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Selector(
            @Required @JsonPropertyDescription("Labels that a pod must have. Unset: not allowed.")
                    Map<String, String> matchLabels) {}
}
