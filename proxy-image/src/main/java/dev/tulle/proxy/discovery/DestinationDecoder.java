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
import dev.tulle.proxy.model.WeightedBackend;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        List<WeightedBackend> backends =
                each(
                        "backends",
                        message.getBackendsList(),
                        each -> new WeightedBackend(each.getBackend(), each.getWeight()));
        unique(backends);
        Destination destination =
                read("backends", () -> new Destination(address, target, protocol, backends));
        return new Decoded<>(
                destination, SourceStamp.of(message.getSourcesList()), references(backends));
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

    private static void unique(List<WeightedBackend> backends) throws RefusedResourceException {
        Set<String> seen = new TreeSet<>();
        for (WeightedBackend each : backends) {
            if (!seen.add(each.backend())) {
                throw invalid("backends", each.backend() + " is there twice: expected once");
            }
        }
    }

    private static Set<ResourceKey> references(List<WeightedBackend> backends) {
        return backends.stream()
                .map(each -> new ResourceKey(ResourceType.BACKEND, each.backend()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
