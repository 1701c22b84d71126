package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tulle.api.condition.MeshCondition;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who signs at present, until when, and for how many.
@JsonIgnoreProperties(ignoreUnknown = true)
public record CertificateAuthorityStatus(
        @JsonPropertyDescription("The generation that was processed last. Unset: none yet.")
                @Nullable Long observedGeneration,
        @Size(max = 32) @JsonPropertyDescription("Provider in force. Unset: none yet.")
                @Nullable String provider,
        @Size(max = 253)
                @JsonPropertyDescription("Trust domain of the identities. Unset: none yet.")
                @Nullable String trustDomain,
        @Size(max = 8) @JsonPropertyDescription("Roots that the mesh trusts. Unset: none yet.")
                @Nullable List<Root> roots,
        @JsonPropertyDescription("The certificate that signs. Unset: none yet.")
                @Nullable Issuer issuer,
        @JsonPropertyDescription("Identities (ServiceAccounts, not pods). Unset: unknown.")
                @Nullable Workloads workloads,
        @Size(max = 16)
                @JsonPropertyDescription("What is true of this object. Unset: not visited yet.")
                @Nullable List<MeshCondition> conditions) {

    /// What a root is to the mesh.
    public enum RootState {
        @JsonProperty("Active")
        ACTIVE
    }

    /// A root that the mesh trusts.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Root(
            @Required
                    @Size(min = 64, max = 64)
                    @JsonPropertyDescription("SHA-256 of the certificate, hex. Unset: never.")
                    String fingerprint,
            @JsonPropertyDescription("What the root is to the mesh. Unset: unknown.")
                    @Nullable RootState state,
            @Size(max = 32) @JsonPropertyDescription("When it ends, RFC 3339. Unset: unknown.")
                    @Nullable String notAfter) {}

    /// The issuing certificate.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Issuer(
            @Size(max = 40) @JsonPropertyDescription("Serial number, hex. Unset: unknown.")
                    @Nullable String serial,
            @Size(max = 32) @JsonPropertyDescription("When it ends, RFC 3339. Unset: unknown.")
                    @Nullable String notAfter) {}

    /// Counts of identities.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Workloads(
            @JsonPropertyDescription("Identities of meshed pods. Unset: unknown.")
                    @Nullable Integer total,
            @JsonPropertyDescription("Of these, with a valid certificate. Unset: unknown.")
                    @Nullable Integer valid,
            @JsonPropertyDescription("Of these, past their time of renewal. Unset: unknown.")
                    @Nullable Integer overdue,
            @JsonPropertyDescription("Of these, whose last renewal failed. Unset: unknown.")
                    @Nullable Integer failed) {}
}
