package dev.tulle.operator.status;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.operator.status.StatusObserver.Cause;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns what a visit found into a status patch, or into none.
///
/// A patch is a fresh object that holds name, uid and status only: it leaves as an apply on the
/// status subresource, so the operator owns exactly what it wrote. Nothing leaves when nothing
/// changed; what changed too often leaves later, by rescheduling the visit (see [Pace]).
///
/// Called from several threads, for one object by one at a time.
public final class StatusWriter {

    private static final int REMEMBERED = 4096;

    private final Clock clock;
    private final StatusObserver observer;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    public StatusWriter(Clock clock, StatusObserver observer) {
        this.clock = clock;
        this.observer = observer;
    }

    /// The patch for what a visit found, or none, or a later visit.
    ///
    /// @param stored the object as the visit read it
    /// @param found what the visit found; conditions it does not name stay as they are
    /// @param status makes the status from its conditions
    public <R extends CustomResource<?, S>, S> UpdateControl<R> write(
            StatusShape<R, S> shape,
            R stored,
            Collection<Finding> found,
            Function<List<MeshCondition>, S> status) {
        Instant now = clock.instant();
        ObjectMeta meta = stored.getMetadata();
        Written last = written.getOrDefault(meta.getUid(), Written.NEVER);
        List<MeshCondition> before = conditions(shape, stored.getStatus());
        List<MeshCondition> merged =
                Conditions.merge(
                        shape.types(),
                        last.newerThan(meta) ? last.conditions() : before,
                        found,
                        meta.getGeneration(),
                        now);
        S desired = status.apply(merged);
        if (desired.equals(stored.getStatus())) {
            return UpdateControl.noUpdate();
        }
        Cause cause = cause(shape, stored.getStatus(), desired);
        Pace pace = last.pace(meta.getGeneration());
        Duration wait = wait(pace, cause, now);
        if (wait.isPositive()) {
            return UpdateControl.<R>noUpdate().rescheduleAfter(wait);
        }
        Pace after = after(pace, cause, now);
        remember(meta, new Written(meta.getGeneration(), after, revision(meta), merged), now);
        tell(stored, last.newerThan(meta) ? last.conditions() : before, merged, cause);
        return UpdateControl.patchStatus(fresh(shape, meta, desired));
    }

    /// The uid holds the patch to the object that was visited: one of the same name that was made
    /// since refuses it.
    private static <R extends CustomResource<?, S>, S> R fresh(
            StatusShape<R, S> shape, ObjectMeta meta, S status) {
        R object = shape.blank().get();
        object.setMetadata(
                new ObjectMetaBuilder()
                        .withName(meta.getName())
                        .withNamespace(meta.getNamespace())
                        .withUid(meta.getUid())
                        .build());
        object.setStatus(status);
        return object;
    }

    private static <S> List<MeshCondition> conditions(StatusShape<?, S> shape, @Nullable S status) {
        List<MeshCondition> conditions = status == null ? null : shape.conditions().apply(status);
        return conditions == null ? List.of() : conditions;
    }

    private static <S> Cause cause(StatusShape<?, S> shape, @Nullable S before, S desired) {
        if (before == null) {
            return Cause.FLIP;
        }
        boolean sameGeneration =
                Objects.equals(shape.generation().apply(before), shape.generation().apply(desired));
        boolean sameWords =
                words(conditions(shape, before)).equals(words(conditions(shape, desired)));
        return sameGeneration && sameWords ? Cause.COUNTS : Cause.FLIP;
    }

    /// What somebody waits for. While a condition is False its message says what is missing, so a
    /// new one is news; while it is True the message only counts.
    private static List<String> words(List<MeshCondition> conditions) {
        return conditions.stream()
                .map(c -> c.type() + '=' + c.status() + '/' + c.reason() + ' ' + missing(c))
                .sorted()
                .toList();
    }

    private static String missing(MeshCondition condition) {
        return condition.status().equals(Finding.Verdict.FALSE.word()) ? condition.message() : "";
    }

    private static Duration wait(Pace pace, Cause cause, Instant now) {
        return switch (cause) {
            case FLIP -> pace.untilFlip(now);
            case COUNTS -> pace.untilCounts(now);
        };
    }

    private static Pace after(Pace pace, Cause cause, Instant now) {
        return switch (cause) {
            case FLIP -> pace.afterFlip(now);
            case COUNTS -> pace.afterCounts(now);
        };
    }

    private void remember(ObjectMeta meta, Written entry, Instant now) {
        written.put(meta.getUid(), entry);
        if (written.size() > REMEMBERED) {
            written.values().removeIf(old -> old.pace.isFresh(now));
        }
    }

    private void tell(
            CustomResource<?, ?> object,
            List<MeshCondition> before,
            List<MeshCondition> merged,
            Cause cause) {
        observer.wrote(object, cause);
        for (MeshCondition condition : merged) {
            MeshCondition old =
                    before.stream()
                            .filter(c -> c.type().equals(condition.type()))
                            .findFirst()
                            .orElse(null);
            boolean first = old == null && !decides(condition);
            if (!first && (old == null || !old.status().equals(condition.status()))) {
                observer.turned(object, condition);
            }
        }
    }

    /// Of a new object only what a user waits for is an event: its Ready, once it is known.
    private static boolean decides(MeshCondition condition) {
        return condition.type().equals(ConditionType.READY.word())
                && !condition.status().equals(Finding.Verdict.UNKNOWN.word());
    }

    private static String revision(ObjectMeta meta) {
        return String.valueOf(meta.getResourceVersion());
    }

    /// What was written last, for which generation, and on top of which revision of the object:
    /// while the cache still shows that revision, times are merged from here, or a second visit
    /// would move them.
    private record Written(
            @Nullable Long generation, Pace pace, String onTopOf, List<MeshCondition> conditions) {

        static final Written NEVER = new Written(null, Pace.FRESH, "", List.of());

        boolean newerThan(ObjectMeta meta) {
            return onTopOf.equals(revision(meta));
        }

        /// An edit is a reason of its own: whoever waits for it does not wait for earlier flips.
        Pace pace(@Nullable Long asked) {
            return Objects.equals(generation, asked) ? pace : Pace.FRESH;
        }
    }
}
