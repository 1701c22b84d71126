package dev.tulle.operator.cluster;

import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parts of metadata that the view keeps. The client's model is not null-marked: whatever may
/// be missing is replaced here and nowhere else.
final class MetaReader {

    private MetaReader() {}

    static Meta meta(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        Long generation = meta.getGeneration();
        return new Meta(
                ObjectName.of(text(meta.getNamespace()), meta.getName()),
                text(meta.getUid()),
                generation == null ? 0 : generation,
                text(meta.getResourceVersion()),
                Objects.requireNonNullElse(time(meta.getCreationTimestamp()), Instant.EPOCH),
                time(meta.getDeletionTimestamp()));
    }

    static Map<String, String> labels(HasMetadata object) {
        return map(object.getMetadata().getLabels());
    }

    static Map<String, String> annotations(HasMetadata object) {
        return map(object.getMetadata().getAnnotations());
    }

    static Map<String, String> map(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    /// Lists may be missing, or be there as an explicit null.
    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
