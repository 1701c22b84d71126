package dev.tulle.operator;

import io.smallrye.config.ConfigMapping;

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
    }

    /// Where discovery listens.
    interface Port {
        int discovery();

        int webhook();
    }
}
