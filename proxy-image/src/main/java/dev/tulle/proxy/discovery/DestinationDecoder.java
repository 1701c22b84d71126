package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.model.WeightedBackend;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `Destination`: what an application called, by address.
final class DestinationDecoder implements Decoder<Destination> {
    @Override
    public Decoded<Destination> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        dev.tulle.contract.v1.Destination message =
                dev.tulle.contract.v1.Destination.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        Address address = read("name", () -> Address.parse(name));
        Target target = target(message);
        Protocol protocol = read("protocol", () -> InboundDecoder.protocol(message.getProtocol()));
        List<WeightedBackend> backends = backends("backends", message.getBackendsList());
        TrafficPolicy traffic = PolicyReader.destination(message);
        Destination destination =
                read(
                        "backends",
                        () ->
                                new Destination(
                                        address,
                                        target,
                                        protocol,
                                        backends,
                                        message.getRoutes(),
                                        traffic));
        return new Decoded<>(
                destination,
                SourceStamp.of(message.getSourcesList()),
                references(backends, message.getRoutes()));
    }

    /// Shares of traffic, of a destination or of a rule.
    static List<WeightedBackend> backends(
            String field, List<dev.tulle.contract.v1.WeightedBackend> list)
            throws RefusedResourceException {
        List<WeightedBackend> backends =
                each(field, list, it -> new WeightedBackend(it.getBackend(), it.getWeight()));
        Set<String> seen = new TreeSet<>();
        for (WeightedBackend each : backends) {
            if (!seen.add(each.backend())) {
                throw invalid(field, each.backend() + " is there twice: expected once");
            }
        }
        return backends;
    }

    private static Target target(dev.tulle.contract.v1.Destination message)
            throws RefusedResourceException {
        return switch (message.getTargetCase()) {
            case SERVICE ->
                    read(
                            "service",
                            () ->
                                    new Target.Service(
                                            message.getService().getNamespace(),
                                            message.getService().getName(),
                                            message.getService().getPort()));
            case POD -> new Target.Pod(message.getPod().getNamespace(), message.getPod().getName());
            case PASS_THROUGH -> new Target.PassThrough();
            case TARGET_NOT_SET ->
                    throw invalid(
                            "target", "target is missing: expected service, pod or pass_through");
        };
    }

    private static Set<ResourceKey> references(List<WeightedBackend> backends, String routes) {
        Set<ResourceKey> references = new HashSet<>();
        backends.forEach(
                each -> references.add(new ResourceKey(ResourceType.BACKEND, each.backend())));
        if (!routes.isEmpty()) {
            references.add(new ResourceKey(ResourceType.ROUTES, routes));
        }
        return references;
    }
}
