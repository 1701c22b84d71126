package dev.tulle.operator.status;

import dev.tulle.api.condition.MeshCondition;
import io.fabric8.kubernetes.api.model.HasMetadata;

/// Is told what leaves: for Events and metrics.
public interface StatusObserver {

    /// Why a status is written.
    enum Cause {
        /// A condition says something else, or a new generation was seen.
        FLIP,
        /// Numbers or sentences alone.
        COUNTS
    }

    default void wrote(HasMetadata object, Cause cause) {}

    /// The status of one condition changed; `condition` is the new one. Not told of the first
    /// Unknown.
    default void turned(HasMetadata object, MeshCondition condition) {}

    StatusObserver NONE = new StatusObserver() {};
}
