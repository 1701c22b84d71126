package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.view.ViewChange;
import java.util.Optional;
import java.util.Set;

/// Where compiled resources come from; called by the thread of the view.
public interface Compilation {

    /// Moves on to the view after a change; returns the resources that read something that changed.
    Set<ResourceKey> advance(ViewChange change);

    /// The resource as the present view makes it; empty when there is no such thing.
    Optional<Compiled> compile(ResourceKey key);

    /// Nobody has wanted the resource for a while.
    void drop(ResourceKey key);
}
