package dev.tulle.proxy.discovery;

import java.util.List;
import java.util.Set;

/// A message as the model knows it, with what it was made from and what must be there for it to
/// work.
record Decoded<T>(T value, List<SourceStamp> sources, Set<ResourceKey> references) {
    Decoded {
        sources = List.copyOf(sources);
        references = Set.copyOf(references);
    }
}
