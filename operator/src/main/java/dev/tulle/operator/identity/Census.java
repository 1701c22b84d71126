package dev.tulle.operator.identity;

import dev.tulle.operator.identity.Held.Facts;
import dev.tulle.operator.view.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How the identities of workloads are, counted: ServiceAccounts, not pods.
///
/// @param overdue ten minutes past their time of renewal
/// @param earliestEnd of all leaves that are in use
public record Census(int total, int valid, int overdue, Optional<Instant> earliestEnd) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    static Census of(Collection<Wanted> wanted, Map<ObjectName, Held> held, Instant now) {
        List<Wanted> workloads = wanted.stream().filter(Wanted::isWorkload).toList();
        List<Facts> leaves = workloads.stream().flatMap(want -> facts(held, want)).toList();
        return new Census(
                workloads.size(),
                (int) leaves.stream().filter(leaf -> now.isBefore(leaf.notAfter())).count(),
                (int)
                        leaves.stream()
                                .filter(leaf -> now.isAfter(leaf.renewAt().plus(PATIENCE)))
                                .count(),
                leaves.stream().map(Facts::notAfter).min(Comparator.naturalOrder()));
    }

    private static Stream<Facts> facts(Map<ObjectName, Held> held, Wanted want) {
        return Optional.ofNullable(held.get(want.secret())).flatMap(Held::facts).stream();
    }
}
