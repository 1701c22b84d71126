package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.PassThrough;
import dev.tulle.contract.v1.PodTarget;
import dev.tulle.contract.v1.ServiceTarget;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.operator.resolve.CallerTraffic;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.InboundProtocols;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.Splits;
import dev.tulle.operator.resolve.TrafficLevels;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.Network;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What stands behind an address that an application called: a Service, a meshed pod, or nothing of
/// the mesh, which is an answer too.
final class DestinationTranslator {

    Translation translate(DestinationKey key, Reads reads) {
        String address = Network.canonicalAddress(key.address());
        return service(address, key.port(), reads)
                .or(() -> pod(address, key.port(), reads))
                .orElseGet(DestinationTranslator::passThrough);
    }

    private static Optional<Translation> service(String address, int port, Reads reads) {
        return reads.find(ServiceView.class, Index.SERVICE_BY_ADDRESS, address).stream()
                .filter(service -> service.port(port).isPresent())
                .findFirst()
                .map(service -> service(service, port, reads));
    }

    private static Translation service(ServiceView service, int port, Reads reads) {
        PortProtocol protocol =
                service.port(port)
                        .map(it -> PortProtocol.of(it, Defaults.opaquePorts(reads.install())))
                        .orElse(PortProtocol.DETECT);
        Destination.Builder message =
                Destination.newBuilder()
                        .setService(
                                ServiceTarget.newBuilder()
                                        .setNamespace(service.meta().namespace())
                                        .setName(service.name().name())
                                        .setPort(port))
                        .setProtocol(Words.of(protocol));
        TrafficLevels levels = TrafficLevels.ofCalls(reads, service.name(), port);
        waits(levels, message);
        Set<ResourceKey> references = new HashSet<>();
        for (Splits.Share share : shares(service, port, reads, message)) {
            add(
                    new BackendSubject.OfService(share.service()),
                    share.port(),
                    share.weight(),
                    message,
                    references);
        }
        RoutesKey routes = new RoutesKey(service.name(), port);
        if (RoutesTranslator.exists(routes, reads)) {
            message.setRoutes(routes.name());
            references.add(routes);
        }
        return new Translation(message.build(), List.copyOf(message.getSourcesList()), references);
    }

    private static List<Splits.Share> shares(
            ServiceView service, int port, Reads reads, Destination.Builder message) {
        return Splits.owner(reads, service.name(), port)
                .map(split -> {
                    message.addSources(Sources.of(split));
                    return Splits.shares(reads, split, port);
                })
                .orElseGet(() -> List.of(new Splits.Share(service.name(), port, 1)));
    }

    /// A pod's own port has the protocol that its proxy assumes on the way in.
    private static Optional<Translation> pod(String address, int port, Reads reads) {
        return reads.find(PodView.class, Index.POD_BY_ADDRESS, address).stream()
                .findFirst()
                .map(pod -> pod(pod, port, reads));
    }

    private static Translation pod(PodView pod, int port, Reads reads) {
        PortProtocol protocol =
                InboundProtocols.of(reads, PodShape.of(pod))
                        .getOrDefault(port, PortProtocol.DETECT);
        Destination.Builder message =
                Destination.newBuilder()
                        .setPod(
                                PodTarget.newBuilder()
                                        .setNamespace(pod.meta().namespace())
                                        .setName(pod.name().name()))
                        .setProtocol(Words.of(protocol));
        waits(TrafficLevels.ofNamespace(reads, pod.meta().namespace()), message);
        Set<ResourceKey> references = new HashSet<>();
        add(new BackendSubject.OfPod(pod.meta().uid()), port, 1, message, references);
        return new Translation(message.build(), List.copyOf(message.getSourcesList()), references);
    }

    /// How long callers wait and when they try again goes by what they named, whatever backend is
    /// chosen.
    private static void waits(TrafficLevels levels, Destination.Builder message) {
        message.setTimeouts(TrafficWords.of(CallerTraffic.timeouts(levels)));
        message.setRetries(TrafficWords.of(CallerTraffic.retries(levels)));
        Waits.policies(levels).forEach(policy -> message.addSources(Sources.of(policy)));
    }

    private static Translation passThrough() {
        return new Translation(
                Destination.newBuilder().setPassThrough(PassThrough.getDefaultInstance()).build(),
                List.of(),
                Set.of());
    }

    private static void add(
            BackendSubject subject,
            int port,
            int weight,
            Destination.Builder message,
            Set<ResourceKey> references) {
        BackendKey backend = new BackendKey(subject, port);
        message.addBackends(
                WeightedBackend.newBuilder().setBackend(backend.name()).setWeight(weight));
        references.add(backend);
    }
}
