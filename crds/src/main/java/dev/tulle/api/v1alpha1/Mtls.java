package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/// How mutual TLS is demanded.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Mtls(
        @Required
                @JsonPropertyDescription(
                        "Permissive takes mesh mTLS, the application's own TLS and plaintext;"
                            + " Strict takes mesh mTLS only, probes of the own node apart. Unset:"
                            + " not allowed.")
                MtlsMode mode) {}
