package dev.tulle.operator.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One EndpointSlice of a Service, TCP ports only.
public record SliceView(Meta meta, String service, List<Port> ports, List<Endpoint> endpoints)
        implements ClusterObject {

    public SliceView {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public SliceView withMeta(Meta other) {
        return new SliceView(other, service, ports, endpoints);
    }

    public ObjectName serviceName() {
        return ObjectName.of(meta.namespace(), service);
    }

    /// A port of all endpoints of the slice, named as the Service's port.
    public record Port(String name, int number) {}

    /// What can be done with an endpoint now.
    public enum State {
        READY,
        /// Terminating, but still serving.
        DRAINING,
        UNREADY
    }

    /// An address; the pod is there when a pod stands behind it. Zone and node are empty where
    /// nobody knows them.
    public record Endpoint(
            String address, State state, @Nullable Pod pod, String zone, String node) {

        public Endpoint(String address, State state, @Nullable Pod pod) {
            this(address, state, pod, "", "");
        }
    }

    /// Name and uid of a pod, which may be an unmeshed one.
    public record Pod(ObjectName name, String uid) {}
}
