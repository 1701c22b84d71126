package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Who signs, and for how long.
@JsonIgnoreProperties(ignoreUnknown = true)
public record CertificateAuthoritySpec(
        @JsonPropertyDescription("Where the issuing certificate comes from. Unset: builtIn.")
                @Nullable Provider provider,
        @JsonPropertyDescription("Certificates of workloads. Unset: as its members say.")
                @Nullable Workload workload) {

    /// Source of the issuing certificate: at most one member.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Provider(
            @JsonPropertyDescription("The operator makes root and issuer itself. Unset: the same.")
                    @Nullable BuiltIn builtIn) {}

    /// Root and issuer made by the operator.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BuiltIn() {}

    /// Certificates of workloads.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Workload(
            @Size(max = 32)
                    @ValidationRule(
                            value = "self.matches('^([0-9]{1,5}(h|m|s|ms)){1,4}$')",
                            message = "not a duration: write 250ms, 2s, 5m or 1h30m")
                    @ValidationRule(
                            value =
                                    "!self.matches('^([0-9]{1,5}(h|m|s|ms)){1,4}$') ||"
                                        + " (duration(self) >= duration('10m') && duration(self) <="
                                        + " duration('168h'))",
                            message =
                                    "workload.lifetime must lie between 10m and 168h: renewal takes"
                                            + " minutes, and a short life limits a stolen key")
                    @JsonPropertyDescription(
                            "Life of a workload's certificate; renewed at half of it. Unset: 24h.")
                    @Nullable String lifetime) {}
}
