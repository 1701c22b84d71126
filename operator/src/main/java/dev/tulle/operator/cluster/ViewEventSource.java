package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Triggers reconciles of a kind by changes of the view, so that a controller needs no second
/// cache.
public final class ViewEventSource<P extends HasMetadata>
        extends AbstractEventSource<ClusterView, P> {

    private final ClusterInformers informers;
    private final Function<ViewChange, Set<ObjectName>> touched;
    private final Consumer<ViewChange> listener = this::handle;

    /// @param touched the primaries that a change concerns
    public ViewEventSource(
            String name,
            ClusterInformers informers,
            Function<ViewChange, Set<ObjectName>> touched) {
        super(ClusterView.class, name);
        this.informers = informers;
        this.touched = touched;
    }

    @Override
    public void start() {
        super.start();
        informers.listen(listener);
    }

    @Override
    public void stop() {
        informers.forget(listener);
        super.stop();
    }

    /// Reconcilers read the view itself.
    @Override
    public Set<ClusterView> getSecondaryResources(P primary) {
        return Set.of();
    }

    private void handle(ViewChange change) {
        for (ObjectName name : touched.apply(change)) {
            getEventHandler().handleEvent(new Event(id(name)));
        }
    }

    private static ResourceID id(ObjectName name) {
        return name.namespace().isEmpty()
                ? new ResourceID(name.name())
                : new ResourceID(name.name(), name.namespace());
    }
}
