package dev.tulle.operator.report;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Since when each replica of discovery reports, as far as this leader knows: to one that has only
/// come its proxies are still on their way. Of an older replica a new leader thinks the same.
final class Newcomers {

    /// Proxies try every 7.5 seconds at the latest.
    static final Duration ARRIVAL = Duration.ofSeconds(30);

    private final Map<String, Instant> since = new HashMap<>();

    /// Whether one of those that report now is new.
    synchronized boolean among(Set<String> replicas, Instant now) {
        since.keySet().retainAll(replicas);
        replicas.forEach(replica -> since.putIfAbsent(replica, now));
        return since.values().stream().anyMatch(first -> now.isBefore(first.plus(ARRIVAL)));
    }
}
