package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.BackendTls;
import dev.tulle.operator.resolve.CallerTraffic;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.InboundProtocols;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.TrafficLevels;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How endpoints are called. A Service that does not exist has a Backend too, with no endpoints,
/// for a split may name it.
final class BackendTranslator {

    private static final String LIMITS_FEATURE = "limits";

    Optional<Translation> translate(BackendKey key, Reads reads) {
        Optional<Backend.Builder> message =
                switch (key.subject()) {
                    case BackendSubject.OfService(ObjectName name) ->
                            Optional.of(service(name, key.port(), reads));
                    case BackendSubject.OfPod(String uid) ->
                            reads.find(PodView.class, Index.POD_BY_UID, uid).stream()
                                    .findFirst()
                                    .map(pod -> pod(pod, key.port(), reads));
                };
        EndpointsKey endpoints = new EndpointsKey(key.subject(), key.port());
        return message.map(built ->
                new Translation(
                        built.setPort(key.port()).build(),
                        List.copyOf(built.getSourcesList()),
                        Set.of(endpoints)));
    }

    private static Backend.Builder service(ObjectName name, int port, Reads reads) {
        PortProtocol protocol =
                reads.find(ServiceView.class, name)
                        .flatMap(service -> service.port(port))
                        .map(it -> PortProtocol.of(it, Defaults.opaquePorts(reads.install())))
                        .orElse(PortProtocol.DETECT);
        Backend.Builder backend =
                Backend.newBuilder()
                        .setNamespace(name.namespace())
                        .setService(name.name())
                        .setProtocol(Words.of(protocol))
                        .setTls(BackendTls.MESH);
        ServiceView.Distribution distribution =
                reads.find(ServiceView.class, name)
                        .map(ServiceView::distribution)
                        .orElse(ServiceView.Distribution.NONE);
        return spares(TrafficLevels.ofService(reads, name, port), distribution, backend);
    }

    /// How endpoints are chosen and spared goes by the Service that they belong to.
    private static Backend.Builder spares(
            TrafficLevels levels, ServiceView.Distribution distribution, Backend.Builder backend) {
        CallerTraffic.Balancing balancing = CallerTraffic.balancing(levels);
        CallerTraffic.Limits limits = CallerTraffic.limits(levels);
        backend.setBalance(TrafficWords.of(balancing, distribution))
                .setBreaker(TrafficWords.of(CallerTraffic.breaker(levels)))
                .setMaxConnectionAgeMillis(balancing.maxConnectionAge().toMillis());
        if (limits.areSet()) {
            backend.setLimits(TrafficWords.of(limits)).addRequires(LIMITS_FEATURE);
        }
        levels.policies(traffic ->
                        traffic.circuitBreaker() == null
                                ? traffic.loadBalancing()
                                : traffic.circuitBreaker())
                .forEach(policy -> backend.addSources(Sources.of(policy)));
        return backend;
    }

    private static Backend.Builder pod(PodView pod, int port, Reads reads) {
        PortProtocol protocol =
                InboundProtocols.of(reads, PodShape.of(pod))
                        .getOrDefault(port, PortProtocol.DETECT);
        Backend.Builder backend =
                Backend.newBuilder()
                        .setNamespace(pod.meta().namespace())
                        .setProtocol(Words.of(protocol))
                        .setTls(
                                pod.uncapturedPorts().contains(port)
                                        ? BackendTls.NONE
                                        : BackendTls.MESH);
        return spares(
                TrafficLevels.ofNamespace(reads, pod.meta().namespace()),
                ServiceView.Distribution.NONE,
                backend);
    }
}
