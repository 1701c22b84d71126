package dev.tulle.operator.resolve;

import dev.tulle.operator.view.ClusterObject;
import java.time.Instant;
import java.util.Comparator;

/// Who wins between objects that say different things about the same traffic.
final class Precedence {

    /// The older object first, then by namespace and name.
    static final Comparator<ClusterObject> OLDER =
            Comparator.<ClusterObject, Instant>comparing(object -> object.meta().created())
                    .thenComparing(ClusterObject::name);

    private Precedence() {}
}
