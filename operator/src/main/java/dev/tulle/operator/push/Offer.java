package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stream that wants a resource is to get.
sealed interface Offer {

    /// There is no such thing, the client is told so.
    record Absent() implements Offer {}

    /// The newest version, for everybody.
    record Open(Compiled current) implements Offer {}

    /// The newest version was refused by too many: who has an older one keeps it, who has none gets
    /// the last one that somebody accepted.
    record HeldBack(Compiled current, @Nullable Compiled lastAccepted) implements Offer {}

    /// The version that the view asks for, whether or not it may be sent.
    default Optional<Compiled> newest() {
        return switch (this) {
            case Absent() -> Optional.empty();
            case Open(Compiled current) -> Optional.of(current);
            case HeldBack(Compiled current, _) -> Optional.of(current);
        };
    }

    /// Everything that a client needs to apply what it may be sent.
    default Set<ResourceKey> references() {
        return switch (this) {
            case Absent() -> Set.of();
            case Open(Compiled current) -> current.references();
            case HeldBack(Compiled current, Compiled lastAccepted) -> {
                Set<ResourceKey> both = new HashSet<>(current.references());
                if (lastAccepted != null) {
                    both.addAll(lastAccepted.references());
                }
                yield both;
            }
        };
    }
}
