package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a proxy takes on the way in: anything, or mesh mTLS only.
public enum MtlsMode {
    @JsonProperty("Permissive")
    PERMISSIVE,
    @JsonProperty("Strict")
    STRICT
}
