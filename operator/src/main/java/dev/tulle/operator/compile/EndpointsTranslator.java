package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Endpoint;
import dev.tulle.contract.v1.EndpointState;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.MeshIdentity;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.ServiceEndpoints;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SliceView;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Addresses that may be called, and the identity that each must prove. A meshed pod is called
/// through its proxy, but for the ports that its proxy does not see.
final class EndpointsTranslator {

    /// What a proxy takes in one resource (limits of the data plane).
    static final int MOST_ENDPOINTS = 1_000;

    private static final int CONTRACT = 1;

    Optional<Translation> translate(EndpointsKey key, Reads reads) {
        return switch (key.subject()) {
            case BackendSubject.OfService(ObjectName name) ->
                    Optional.of(translation(service(name, key.port(), reads)));
            case BackendSubject.OfPod(String uid) ->
                    reads.find(PodView.class, Index.POD_BY_UID, uid).stream()
                            .filter(PodView::isAlive)
                            .findFirst()
                            .map(pod -> translation(addressOf(pod, key.port(), reads)));
        };
    }

    private static Translation translation(List<Endpoint> endpoints) {
        return new Translation(
                Endpoints.newBuilder().addAllEndpoints(endpoints).build(), List.of(), Set.of());
    }

    private static List<Endpoint> service(ObjectName name, int port, Reads reads) {
        List<ServiceEndpoints.Endpoint> usable =
                ServiceEndpoints.of(reads, name, port).stream()
                        .filter(endpoint -> !isGone(endpoint.pod(), reads))
                        .toList();
        boolean placed = isPlaced(name, reads);
        return subset(usable).stream()
                .map(endpoint -> placed ? endpoint : withoutPlace(endpoint))
                .map(endpoint -> endpoint(endpoint, reads))
                .toList();
    }

    /// Whether callers go by zone or node; where they do not, a pod that moves changes nothing.
    private static boolean isPlaced(ObjectName service, Reads reads) {
        return reads.find(ServiceView.class, service)
                .filter(view -> view.distribution() != ServiceView.Distribution.NONE)
                .isPresent();
    }

    private static ServiceEndpoints.Endpoint withoutPlace(ServiceEndpoints.Endpoint endpoint) {
        return new ServiceEndpoints.Endpoint(
                endpoint.address(), endpoint.port(), endpoint.state(), endpoint.pod(), "", "");
    }

    /// A slice that names a meshed pod is older than the view when the pod is gone, or another one
    /// has its name. What stands at that address now cannot be known.
    private static boolean isGone(SliceView.@Nullable Pod named, Reads reads) {
        if (named == null) {
            return false;
        }
        return reads.has(Index.DEPARTED_PODS, named.uid())
                || reads.find(PodView.class, named.name())
                        .filter(pod -> !pod.meta().uid().equals(named.uid()))
                        .isPresent();
    }

    /// The same endpoints for as long as they live, whatever comes and goes beside them.
    private static List<ServiceEndpoints.Endpoint> subset(List<ServiceEndpoints.Endpoint> all) {
        if (all.size() <= MOST_ENDPOINTS) {
            return all;
        }
        Set<ServiceEndpoints.Endpoint> chosen =
                Set.copyOf(
                        all.stream()
                                .sorted(Comparator.comparing(EndpointsTranslator::rank))
                                .limit(MOST_ENDPOINTS)
                                .toList());
        return all.stream().filter(chosen::contains).toList();
    }

    private static String rank(ServiceEndpoints.Endpoint endpoint) {
        String socket = endpoint.address() + " " + endpoint.port();
        return ContentHash.of(socket.getBytes(StandardCharsets.UTF_8));
    }

    private static Endpoint endpoint(ServiceEndpoints.Endpoint from, Reads reads) {
        Endpoint.Builder endpoint =
                Endpoint.newBuilder()
                        .setAddress(from.address())
                        .setPort(from.port())
                        .setState(state(from.state()))
                        .setZone(from.zone())
                        .setNode(from.node());
        SliceView.Pod named = from.pod();
        if (named != null) {
            endpoint.setPodUid(named.uid()).setWorkload(named.name().toString());
            reads.find(PodView.class, named.name()).ifPresent(pod -> mesh(pod, reads, endpoint));
        }
        return endpoint.build();
    }

    /// A pod that is being deleted drains from that moment on: its slice says so a little later.
    private static void mesh(PodView pod, Reads reads, Endpoint.Builder endpoint) {
        if (pod.meta().isDeleting()) {
            endpoint.setState(EndpointState.DRAINING);
        }
        if (!pod.uncapturedPorts().contains(endpoint.getPort())) {
            endpoint.setContract(CONTRACT)
                    .setSpiffeId(MeshIdentity.of(Defaults.trustDomain(reads.install()), pod));
        }
    }

    /// Whoever calls a pod by its address wants this pod, ready or not.
    private static List<Endpoint> addressOf(PodView pod, int port, Reads reads) {
        return pod.addresses().stream()
                .limit(1)
                .map(address -> {
                    Endpoint.Builder endpoint =
                            Endpoint.newBuilder()
                                    .setAddress(address)
                                    .setPort(port)
                                    .setState(EndpointState.READY)
                                    .setPodUid(pod.meta().uid())
                                    .setWorkload(pod.name().toString());
                    mesh(pod, reads, endpoint);
                    return endpoint.build();
                })
                .toList();
    }

    private static EndpointState state(SliceView.State state) {
        return switch (state) {
            case READY -> EndpointState.READY;
            case DRAINING -> EndpointState.DRAINING;
            case UNREADY ->
                    throw new IllegalStateException("an unready endpoint is not usable: resolve");
        };
    }
}
