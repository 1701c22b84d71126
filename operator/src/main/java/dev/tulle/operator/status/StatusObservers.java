package dev.tulle.operator.status;

import dev.tulle.api.condition.MeshCondition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/// Several observers as one.
public record StatusObservers(List<StatusObserver> all) implements StatusObserver {

    public StatusObservers {
        all = List.copyOf(all);
    }

    public static StatusObserver of(StatusObserver... all) {
        return new StatusObservers(List.of(all));
    }

    @Override
    public void wrote(HasMetadata object, Cause cause) {
        all.forEach(observer -> observer.wrote(object, cause));
    }

    @Override
    public void turned(HasMetadata object, MeshCondition condition) {
        all.forEach(observer -> observer.turned(object, condition));
    }
}
