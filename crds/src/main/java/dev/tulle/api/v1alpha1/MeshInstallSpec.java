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
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user asks of an installation.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "has(self.trustDomain) ? has(oldSelf.trustDomain) || self.trustDomain =="
                        + " 'cluster.local' : !has(oldSelf.trustDomain) || oldSelf.trustDomain =="
                        + " 'cluster.local'",
        message = MeshInstallSpec.TRUST_DOMAIN_IS_FIXED)
public record MeshInstallSpec(
        @Required
                @Size(min = 5, max = 48)
                @ValidationRule(
                        value =
                                "self.matches('^(0|[1-9][0-9]{0,3})[.](0|[1-9][0-9]{0,3})[.](0|[1-9][0-9]{0,3})(-[0-9a-z.]{1,32})?$')",
                        message =
                                "not a version: write the full number of a release, for example"
                                        + " 1.4.0")
                @JsonPropertyDescription(
                        "Full release number of the control plane and of new proxies. Unset: not"
                                + " allowed.")
                String version,
        @Size(min = 1, max = 253)
                @Pattern("^[a-z0-9]([-._a-z0-9]*[a-z0-9])?$")
                @ValidationRule(value = "self == oldSelf", message = TRUST_DOMAIN_IS_FIXED)
                @JsonPropertyDescription(
                        "Trust domain of every identity, cannot change. Unset: cluster.local.")
                @Nullable String trustDomain,
        @JsonPropertyDescription(
                        "Production runs 3 replicas of discovery with a disruption budget, spread"
                                + " over nodes; Dev runs 1. Unset: Production.")
                @Nullable Profile profile,
        @JsonPropertyDescription(
                        "How proxies look; takes effect when a pod starts. Unset: as its members"
                                + " say.")
                @Nullable Proxy proxy,
        @JsonPropertyDescription(
                        "What holds mesh-wide; every MeshPolicy is more specific. Unset: as its"
                                + " members say.")
                @Nullable Defaults defaults) {

    static final String TRUST_DOMAIN_IS_FIXED =
            "trustDomain is in every certificate and cannot change: delete the MeshInstall and"
                    + " create it again with the new name";

    /// Production and Dev differ in numbers, not in shape.
    public enum Profile {
        @JsonProperty("Production")
        PRODUCTION,
        @JsonProperty("Dev")
        DEV
    }

    /// How proxies look.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Proxy(
            @JsonPropertyDescription(
                            "Requests and limits of the proxy container; its heap follows the"
                                    + " memory limit. Unset: requests 50m and 96Mi, memory limit"
                                    + " 192Mi.")
                    @Nullable Resources resources,
            @JsonPropertyDescription("Ports that are treated specially. Unset: as its members say.")
                    @Nullable Ports ports,
            @Size(max = 32)
                    @ValidationRule(value = Traffic.DURATION, message = Traffic.NO_DURATION)
                    @ValidationRule(
                            value = "duration(self) <= duration('10m')",
                            message = "drainTimeout must be 10m or less")
                    @JsonPropertyDescription(
                            "How long a stopping proxy lets requests finish; the pod's"
                                    + " terminationGracePeriodSeconds ends it as well. Unset: 30s.")
                    @Nullable String drainTimeout) {

        /// One that drains as long as usual.
        public Proxy(@Nullable Resources resources, @Nullable Ports ports) {
            this(resources, ports, null);
        }
    }

    /// Requests and limits, as in a container.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Resources(
            @JsonPropertyDescription("What the scheduler reserves. Unset: 50m CPU and 96Mi memory.")
                    @Nullable Map<String, Quantity> requests,
            @JsonPropertyDescription("What the container may use at most. Unset: 192Mi memory.")
                    @Nullable Map<String, Quantity> limits) {}

    /// Port numbers that proxies treat specially.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ports(
            @Size(max = 64)
                    @JsonPropertyDescription(
                            "Ports whose first bytes are never looked at, beside 25, 587, 3306,"
                                + " 4222, 4444, 5432, 6379, 9092, 9300, 11211 and 27017; a port's"
                                + " appProtocol beats the list. Unset: only these.")
                    @Nullable List<@Min(1) @Max(65535) Integer> opaque,
            @Size(max = 64)
                    @JsonPropertyDescription(
                            "Inbound ports that are never captured; takes effect when a pod starts."
                                    + " Unset: none.")
                    @Nullable List<@Min(1) @Max(65535) Integer> skipInbound,
            @Size(max = 64)
                    @JsonPropertyDescription(
                            "Outbound ports that are never captured; takes effect when a pod"
                                    + " starts. Unset: none.")
                    @Nullable List<@Min(1) @Max(65535) Integer> skipOutbound) {}

    /// Mesh-wide settings of what a MeshPolicy can say.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Defaults(
            @JsonPropertyDescription("Mutual TLS on the way in. Unset: Permissive.")
                    @Nullable Mtls mtls,
            @JsonPropertyDescription(
                            "How callers treat all traffic of the mesh. Unset: as its members say.")
                    @Nullable Traffic traffic) {}
}
