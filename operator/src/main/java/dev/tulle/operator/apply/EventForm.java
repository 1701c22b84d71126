package dev.tulle.operator.apply;

import dev.tulle.api.condition.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The part of an Event that does not change when it repeats.
final class EventForm {
    /// The API server's bound of `note`, in bytes.
    private static final int NOTE_BYTES = 1024;

    private static final int NAME_LENGTH = 253;

    private EventForm() {}

    static Event of(HasMetadata regarding, String type, Reason reason, String note) {
        ObjectMeta meta = regarding.getMetadata();
        String namespace = Objects.requireNonNullElse(meta.getNamespace(), "default");
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name(regarding, reason, note))
                .withLabels(Map.of("app.kubernetes.io/managed-by", "tulle"))
                .endMetadata()
                .withType(type)
                .withReason(reason.word())
                .withAction(reason.word())
                .withNote(cut(note))
                .withRegarding(reference(regarding))
                .build();
    }

    private static ObjectReference reference(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .build();
    }

    /// The kind is in the hash, for two objects of different kinds may share a name.
    private static String name(HasMetadata regarding, Reason reason, String note) {
        String hash = "%08x".formatted((regarding.getKind() + uid(regarding) + note).hashCode());
        String tail = "." + reason.word().toLowerCase(Locale.ROOT) + "." + hash;
        String object = regarding.getMetadata().getName();
        int room = NAME_LENGTH - tail.length();
        return (object.length() > room ? object.substring(0, room) : object) + tail;
    }

    private static String uid(HasMetadata regarding) {
        return Objects.requireNonNullElse(regarding.getMetadata().getUid(), "");
    }

    private static String cut(String note) {
        int end = Math.min(note.length(), NOTE_BYTES);
        while (note.substring(0, end).getBytes(StandardCharsets.UTF_8).length > NOTE_BYTES) {
            end--;
        }
        return note.substring(0, end);
    }
}
