package dev.tulle.operator.apply;

import dev.tulle.api.condition.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of `events.k8s.io/v1`: one name per object, reason and note, so that a repeat raises the
/// count of the one that is there.
///
/// An Event is news, not state: when it cannot be written, that is logged and nothing else fails.
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final FieldOwner manager;
    private final String instance;
    private final InstantSource clock;
    private final EventBudget budget;
    private final ApplyObserver observer;

    /// Speaks as one controller of one pod.
    ///
    /// @param instance the pod that speaks
    public Events(
            KubernetesClient client,
            FieldOwner manager,
            String instance,
            InstantSource clock,
            ApplyObserver observer) {
        this.client = client;
        this.manager = manager;
        this.instance = instance;
        this.clock = clock;
        this.budget = new EventBudget();
        this.observer = observer;
    }

    /// Tells of something that went as it should.
    public void tell(HasMetadata regarding, Reason reason, String note) {
        write(regarding, "Normal", reason, note);
    }

    /// Tells of something that a human may have to look at.
    public void warn(HasMetadata regarding, Reason reason, String note) {
        write(regarding, "Warning", reason, note);
    }

    private void write(HasMetadata regarding, String type, Reason reason, String note) {
        Instant now = clock.instant();
        if (!budget.allows(ObjectKey.of(regarding), now)) {
            observer.eventSuppressed();
            return;
        }
        Event event = EventForm.of(regarding, type, reason, note);
        try {
            if (!repeat(event, now)) {
                create(event, now);
            }
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "the Event {} on {} was not written: {}",
                    reason.word(),
                    ObjectKey.of(regarding),
                    e.getMessage());
        }
    }

    private void create(Event event, Instant now) {
        Event first =
                new EventBuilder(event)
                        .withEventTime(new MicroTime(MICROS.format(now)))
                        .withReportingController(manager.word())
                        .withReportingInstance(instance)
                        .build();
        try {
            client.resource(first).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT || !repeat(event, now)) {
                throw e;
            }
        }
    }

    private boolean repeat(Event event, Instant now) {
        Event known = client.resource(event).get();
        if (known == null) {
            return false;
        }
        int count = known.getSeries() == null ? 1 : known.getSeries().getCount();
        String patch =
                "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
                        .formatted(Objects.requireNonNullElse(count, 1) + 1, MICROS.format(now));
        client.resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        return true;
    }
}
