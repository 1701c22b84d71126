package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a user wants the requests for one Service to go.
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrafficSplitSpec(
        @Required
                @Size(min = 1, max = 63)
                @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                @JsonPropertyDescription(
                        "The Service that callers name, in this namespace; it needs a cluster IP."
                                + " Unset: not allowed.")
                String service,
        @Min(1)
                @Max(65535)
                @JsonPropertyDescription("Only this port of the Service. Unset: all its ports.")
                @Nullable Integer port,
        @Required
                @Size(min = 1, max = 16)
                @ValidationRule(
                        value = "self.exists(b, b.weight > 0)",
                        message =
                                "every weight is 0, so no backend would get traffic: give at least"
                                        + " one backend a weight above 0")
                @JsonPropertyDescription(
                        "Services that share the traffic that no rule takes, by weight; the Service"
                                + " itself means its own endpoints. Unset: not allowed.")
                List<Backend> backends,
        @Size(min = 1, max = 16)
                @ValidationRule(
                        value = "self.all(a, self.exists_one(b, b.name == a.name))",
                        message =
                                "two rules have the same name: give each rule its own, it is shown"
                                        + " in metrics and in kubectl")
                @JsonPropertyDescription(
                        "Exceptions for HTTP requests; the first rule that matches decides. Unset:"
                                + " none.")
                @Nullable List<TrafficRule> rules,
        @JsonPropertyDescription(
                        "Keeps the HTTP requests of one client on the backend and pod that answered"
                                + " its first one, until that is gone or has weight 0. Unset: every"
                                + " request chooses anew.")
                @Nullable SessionAffinity sessionAffinity) {

    /// Weights and exceptions.
    public TrafficSplitSpec(
            String service,
            @Nullable Integer port,
            List<Backend> backends,
            @Nullable List<TrafficRule> rules) {
        this(service, port, backends, rules, null);
    }

    /// Weights alone.
    public TrafficSplitSpec(String service, @Nullable Integer port, List<Backend> backends) {
        this(service, port, backends, null);
    }

    /// A Service of the same namespace and its share.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Backend(
            @Required
                    @Size(min = 1, max = 63)
                    @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                    @JsonPropertyDescription(
                            "Name of a Service in this namespace. Unset: not allowed.")
                    String service,
            @Required
                    @Min(0)
                    @Max(1000000)
                    @JsonPropertyDescription(
                            "Share of the traffic in proportion to the other weights; 0 gets none."
                                    + " Unset: not allowed.")
                    Integer weight,
            @Min(1)
                    @Max(65535)
                    @JsonPropertyDescription(
                            "Port of this Service. Unset: the port that was called.")
                    @Nullable Integer port) {}
}
