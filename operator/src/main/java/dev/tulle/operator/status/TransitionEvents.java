package dev.tulle.operator.status;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.operator.apply.Events;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Tells a transition as an Event with the same word and sentence. Conditions that Ready repeats
/// are left out: one transition is one Event.
public final class TransitionEvents implements StatusObserver {

    private static final Set<ConditionType> REPEATED_BY_READY =
            EnumSet.of(
                    ConditionType.STALLED,
                    ConditionType.ACCEPTED,
                    ConditionType.RESOLVED_REFS,
                    ConditionType.PROGRAMMED,
                    ConditionType.PROVIDER_READY);

    /// What takes its time and needs nobody.
    private static final Set<Reason> UNDER_WAY =
            EnumSet.of(
                    Reason.PENDING,
                    Reason.AS_EXPECTED,
                    Reason.AUTHORITY_NOT_READY,
                    Reason.NO_MESH_INSTALL,
                    Reason.INSTALLING,
                    Reason.UNINSTALLING,
                    Reason.WAITING_FOR_PROXIES);

    private final Events events;

    public TransitionEvents(Events events) {
        this.events = events;
    }

    @Override
    public void turned(HasMetadata object, MeshCondition condition) {
        ConditionType type = type(condition.type());
        Reason reason = reason(condition.reason());
        if (REPEATED_BY_READY.contains(type)) {
            return;
        }
        boolean good = isGood(type, condition.status());
        if (good || UNDER_WAY.contains(reason)) {
            events.tell(object, reason, condition.message());
        } else {
            events.warn(object, reason, condition.message());
        }
    }

    private static boolean isGood(ConditionType type, String status) {
        Finding.Verdict bad =
                type == ConditionType.CONFLICTED ? Finding.Verdict.TRUE : Finding.Verdict.FALSE;
        return !bad.word().equals(status);
    }

    /// The merge writes words of the two enums only.
    private static ConditionType type(String word) {
        return Arrays.stream(ConditionType.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such condition: " + word));
    }

    private static Reason reason(String word) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such reason: " + word));
    }
}
