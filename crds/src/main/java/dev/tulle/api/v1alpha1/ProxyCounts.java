package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// Live proxies that hold something made from the object, and what they did with this generation.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProxyCounts(
        @JsonPropertyDescription(
                        "Live proxies that hold something made from this object. Unset: unknown.")
                @Nullable Integer targeted,
        @JsonPropertyDescription("Of these, acknowledged this generation. Unset: unknown.")
                @Nullable Integer programmed,
        @JsonPropertyDescription("Of these, refused this generation. Unset: unknown.")
                @Nullable Integer rejected,
        @JsonPropertyDescription(
                        "Of these, alive without a control stream, on the last accepted state."
                                + " Unset: unknown.")
                @Nullable Integer stale) {}
