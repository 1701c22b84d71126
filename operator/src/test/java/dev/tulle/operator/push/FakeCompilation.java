package dev.tulle.operator.push;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Endpoint;
import dev.tulle.contract.v1.EndpointState;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.Source;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.contract.v1.Workload;
import dev.tulle.operator.compile.BackendKey;
import dev.tulle.operator.compile.BackendSubject;
import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.EndpointsKey;
import dev.tulle.operator.compile.InboundKey;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.compile.TrustBundleKey;
import dev.tulle.operator.compile.WorkloadKey;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Resources that a test puts there by hand, in the shape of a small shop.
final class FakeCompilation implements Compilation {

    private static final PodShape SHAPE =
            new PodShape("shop", Map.of("app", "web"), List.of(), List.of());

    private final Map<ResourceKey, Compiled> resources = new ConcurrentHashMap<>();
    private final Set<ResourceKey> dropped = new HashSet<>();
    private final Set<ResourceKey> touched = ConcurrentHashMap.newKeySet();

    @Override
    public Set<ResourceKey> advance(ViewChange change) {
        Set<ResourceKey> affected = Set.copyOf(touched);
        touched.clear();
        return affected;
    }

    /// The next view is said to change these.
    void touch(ResourceKey... keys) {
        touched.addAll(List.of(keys));
    }

    @Override
    public Optional<Compiled> compile(ResourceKey key) {
        return Optional.ofNullable(resources.get(key));
    }

    @Override
    public void drop(ResourceKey key) {
        dropped.add(key);
    }

    Set<ResourceKey> dropped() {
        return dropped;
    }

    Compiled put(ResourceKey key, Message message, List<Source> sources, ResourceKey... refs) {
        ByteString bytes = message.toByteString();
        Compiled compiled =
                new Compiled(
                        key,
                        message,
                        bytes,
                        Integer.toHexString(bytes.hashCode()),
                        sources,
                        Set.of(refs));
        resources.put(key, compiled);
        return compiled;
    }

    void remove(ResourceKey key) {
        resources.remove(key);
    }

    /// A destination with weights per backend, made from generation `generation` of a split.
    Compiled destination(String name, long generation, Map<String, Integer> weights) {
        Source split = source("split", generation);
        Destination.Builder message = Destination.newBuilder().addSources(split);
        Map<ResourceKey, Integer> references = new HashMap<>();
        weights.forEach((backend, weight) -> {
            message.addBackends(WeightedBackend.newBuilder().setBackend(backend).setWeight(weight));
            references.put(backendKey(backend), weight);
        });
        return put(
                destinationKey(name),
                message.build(),
                List.of(split),
                references.keySet().toArray(ResourceKey[]::new));
    }

    Compiled backend(String name) {
        return put(
                backendKey(name),
                Backend.newBuilder().setService(name).build(),
                List.of(),
                endpointsKey(name));
    }

    Compiled endpoints(String name, String... addresses) {
        Endpoints.Builder message = Endpoints.newBuilder();
        for (String address : addresses) {
            message.addEndpoints(
                    Endpoint.newBuilder()
                            .setAddress(address)
                            .setPort(8080)
                            .setState(EndpointState.READY));
        }
        return put(endpointsKey(name), message.build(), List.of());
    }

    /// A pod with its inbound side and the trust bundle.
    Compiled workload(String uid, String name) {
        ResourceKey inbound = new InboundKey(SHAPE);
        ResourceKey bundle = new TrustBundleKey("cluster.local");
        put(inbound, Inbound.newBuilder().build(), List.of());
        put(
                bundle,
                TrustBundle.newBuilder().setTrustDomain("cluster.local").setSequence(1).build(),
                List.of());
        return put(
                new WorkloadKey(uid),
                Workload.newBuilder().setUid(uid).setName(name).build(),
                List.of(),
                inbound,
                bundle);
    }

    static ResourceKey destinationKey(String name) {
        return ResourceKey.parse(ResourceType.DESTINATION, name).orElseThrow();
    }

    static ResourceKey backendKey(String name) {
        return new BackendKey(subject(name), 80);
    }

    static ResourceKey endpointsKey(String name) {
        return new EndpointsKey(subject(name), 80);
    }

    /// `shop/web:80`
    private static BackendSubject subject(String name) {
        String service = name.substring("shop/".length(), name.lastIndexOf(':'));
        return new BackendSubject.OfService(ObjectName.of("shop", service));
    }

    static Source source(String uid, long generation) {
        return Source.newBuilder()
                .setKind("TrafficSplit")
                .setUid(uid)
                .setGeneration(generation)
                .build();
    }
}
