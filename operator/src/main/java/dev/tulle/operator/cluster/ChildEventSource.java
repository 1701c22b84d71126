package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Triggers the reconcile of one primary whenever an object that was made for it is changed or
/// deleted by anybody, and counts these changes: who keeps the objects up looks at all of them when
/// the count has grown.
public final class ChildEventSource<P extends HasMetadata>
        extends AbstractEventSource<GenericKubernetesResource, P> {

    private static final Logger LOG = LoggerFactory.getLogger(ChildEventSource.class);

    private final Children children;
    private final ResourceID primary;
    private final AtomicLong version = new AtomicLong();
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers;

    /// Which objects are watched.
    ///
    /// @param kinds namespaced kinds are watched in `namespace` only
    public record Children(
            String namespace, Map<String, String> labels, List<ResourceDefinitionContext> kinds) {

        public Children {
            labels = Map.copyOf(labels);
            kinds = List.copyOf(kinds);
        }
    }

    public ChildEventSource(KubernetesClient client, Children children, String primary) {
        super(GenericKubernetesResource.class, "children");
        this.children = children;
        this.primary = new ResourceID(primary);
        this.informers = children.kinds().stream().map(kind -> informer(client, kind)).toList();
    }

    /// Grows with every change.
    public long version() {
        return version.get();
    }

    @Override
    public void start() {
        super.start();
        for (SharedIndexInformer<GenericKubernetesResource> informer : informers) {
            var _ = informer.start();
        }
    }

    @Override
    public void stop() {
        informers.forEach(SharedIndexInformer::stop);
        super.stop();
    }

    /// The reconciler asks the API server about each.
    @Override
    public Set<GenericKubernetesResource> getSecondaryResources(P resource) {
        return Set.of();
    }

    private SharedIndexInformer<GenericKubernetesResource> informer(
            KubernetesClient client, ResourceDefinitionContext kind) {
        var resources = client.genericKubernetesResources(kind);
        var scoped =
                kind.isNamespaceScoped()
                        ? resources.inNamespace(children.namespace())
                        : resources.inAnyNamespace();
        return scoped.withLabels(children.labels())
                .runnableInformer(0)
                .addEventHandler(new Handler())
                .exceptionHandler((_, failure) -> {
                    LOG.warn(
                            "cannot watch {}, a change of one is seen at the next visit"
                                    + " only: {}",
                            kind.getPlural(),
                            failure.getMessage());
                    return true;
                });
    }

    /// Something that the objects are made from has changed.
    public void changed() {
        version.incrementAndGet();
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(primary));
        }
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

        @Override
        public void onAdd(GenericKubernetesResource child) {
            changed();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            if (isNews(before.getMetadata(), after.getMetadata())) {
                changed();
            }
        }

        @Override
        public void onDelete(GenericKubernetesResource child, boolean finalStateUnknown) {
            changed();
        }

        /// The generation grows with the spec; a kind that has none has no status either.
        private static boolean isNews(ObjectMeta before, ObjectMeta after) {
            Long generation = after.getGeneration();
            return generation == null
                    ? !Objects.equals(before.getResourceVersion(), after.getResourceVersion())
                    : !generation.equals(before.getGeneration());
        }
    }
}
