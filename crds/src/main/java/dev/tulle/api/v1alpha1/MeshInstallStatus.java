package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tulle.api.condition.MeshCondition;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far an installation is.
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeshInstallStatus(
        @JsonPropertyDescription("The generation that was processed last. Unset: none yet.")
                @Nullable Long observedGeneration,
        @Size(max = 48)
                @JsonPropertyDescription("The last version that everything ran. Unset: none yet.")
                @Nullable String version,
        @JsonPropertyDescription("Proxies of this mesh. Unset: unknown.")
                @Nullable ProxyCounts proxies,
        @Size(max = 16)
                @JsonPropertyDescription("What is true of this object. Unset: not visited yet.")
                @Nullable List<MeshCondition> conditions) {}
