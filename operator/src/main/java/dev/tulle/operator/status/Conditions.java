package dev.tulle.operator.status;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Merges what a visit found into the conditions that are stored.
public final class Conditions {

    private static final String NOT_VISITED = "not looked at yet";

    private Conditions() {}

    /// All conditions of the kind, sorted by type. What this visit did not speak of stays as it is
    /// stored, or is `Unknown/Pending`; types that the kind does not have are left behind.
    /// `lastTransitionTime` moves only when `status` does.
    ///
    /// @throws IllegalArgumentException when a finding is about a condition that the kind lacks
    public static List<MeshCondition> merge(
            Collection<ConditionType> ofKind,
            @Nullable List<MeshCondition> stored,
            Collection<Finding> found,
            long generation,
            Instant now) {
        Map<String, MeshCondition> before = byType(stored);
        Map<ConditionType, Finding> news = byType(ofKind, found);
        List<MeshCondition> merged = new ArrayList<>();
        for (ConditionType type : ofKind) {
            MeshCondition old = before.get(type.word());
            Finding finding = news.get(type);
            if (finding != null) {
                merged.add(condition(finding, old, generation, now));
            } else if (old != null) {
                merged.add(old);
            } else {
                merged.add(condition(Finding.pending(type, NOT_VISITED), null, generation, now));
            }
        }
        merged.sort(Comparator.comparing(MeshCondition::type));
        return List.copyOf(merged);
    }

    /// The stored condition of a type, or null when there is none yet.
    public static @Nullable MeshCondition find(
            @Nullable List<MeshCondition> stored, ConditionType type) {
        return byType(stored).get(type.word());
    }

    /// `Stalled` to a finding about Ready: True with the same words when a human must act.
    public static Finding stalled(Finding ready) {
        return needsHuman(ready)
                ? ready.as(ConditionType.STALLED, Finding.Verdict.TRUE)
                : Finding.fails(
                        ConditionType.STALLED, Reason.AS_EXPECTED, "nobody has to do anything");
    }

    private static boolean needsHuman(Finding ready) {
        return ready.verdict() == Finding.Verdict.FALSE
                && switch (ready.reason()) {
                    case INVALID,
                            PROTOCOL_MISMATCH,
                            CONFLICTED,
                            PROXY_REJECTED,
                            VERSION_NOT_AVAILABLE,
                            ISSUER_INVALID,
                            ISSUER_EXPIRED,
                            IN_USE ->
                            true;
                    case PENDING,
                            AS_EXPECTED,
                            PROGRAMMED,
                            NO_PROXIES,
                            WAITING_FOR_PROXIES,
                            PROXIES_STALE,
                            ACCEPTED,
                            CONFLICT,
                            RESOLVED,
                            SERVICE_NOT_FOUND,
                            BACKEND_NOT_FOUND,
                            PORT_NOT_FOUND,
                            TARGET_NOT_FOUND,
                            RULE_NOT_FOUND,
                            BACKENDS_READY,
                            NO_ENDPOINTS,
                            RUNNING,
                            INSTALLING,
                            CONTROL_PLANE_UNAVAILABLE,
                            WEBHOOK_UNAVAILABLE,
                            AUTHORITY_NOT_READY,
                            UNINSTALLING,
                            AVAILABLE,
                            SERVING,
                            UNAVAILABLE,
                            VALID,
                            NO_MESH_INSTALL,
                            PROVIDER_NOT_READY,
                            CERTIFICATES_OVERDUE,
                            PROVIDER_READY,
                            ISSUER_NOT_READY ->
                            false;
                };
    }

    private static MeshCondition condition(
            Finding finding, @Nullable MeshCondition old, long generation, Instant now) {
        String status = finding.verdict().word();
        String since =
                old != null && old.status().equals(status)
                        ? old.lastTransitionTime()
                        : now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new MeshCondition(
                finding.type().word(),
                status,
                finding.reason().word(),
                finding.message(),
                since,
                generation);
    }

    private static Map<String, MeshCondition> byType(@Nullable List<MeshCondition> stored) {
        Map<String, MeshCondition> map = new HashMap<>();
        if (stored != null) {
            stored.forEach(condition -> map.put(condition.type(), condition));
        }
        return map;
    }

    private static Map<ConditionType, Finding> byType(
            Collection<ConditionType> ofKind, Collection<Finding> found) {
        Map<ConditionType, Finding> map = new EnumMap<>(ConditionType.class);
        for (Finding finding : found) {
            if (!ofKind.contains(finding.type())) {
                throw new IllegalArgumentException(
                        "the kind has no condition %s, only %s"
                                .formatted(finding.type().word(), ofKind));
            }
            map.put(finding.type(), finding);
        }
        return map;
    }
}
