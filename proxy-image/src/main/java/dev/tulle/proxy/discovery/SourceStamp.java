package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.Source;
import java.util.List;

/// Generation of a user's object that a resource was made from.
record SourceStamp(String uid, long generation) {
    static List<SourceStamp> of(List<Source> sources) {
        return sources.stream()
                .map(source -> new SourceStamp(source.getUid(), source.getGeneration()))
                .toList();
    }

    /// Whether one of `newer` was made from an earlier state of the same object than one of `held`:
    /// it comes from a replica that lags behind.
    static boolean goesBack(List<SourceStamp> held, List<SourceStamp> newer) {
        for (SourceStamp before : held) {
            for (SourceStamp after : newer) {
                if (before.uid.equals(after.uid) && after.generation < before.generation) {
                    return true;
                }
            }
        }
        return false;
    }
}
