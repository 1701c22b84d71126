package dev.tulle.operator;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// What a process is told at its start; `application.properties` says from which variables.
@ConfigMapping(prefix = "tulle")
interface OperatorSettings {

    /// Version of this release, the only one that it can install.
    String version();

    Pod pod();

    Image image();

    Port port();

    /// This process, by downward API.
    interface Pod {
        String name();

        /// Where everything of ours is.
        String namespace();

        String uid();
    }

    /// Images of this release.
    interface Image {
        String controlPlane();

        String proxy();

        String init();

        /// Secrets of the own namespace that open the registry to our pods.
        Optional<List<String>> pullSecrets();
    }

    /// Where discovery listens.
    interface Port {
        int discovery();

        int webhook();
    }
}
