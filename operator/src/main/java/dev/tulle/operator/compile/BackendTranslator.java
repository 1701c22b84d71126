package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.BackendTls;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.InboundProtocols;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.resolve.Reads;
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
                new Translation(built.setPort(key.port()).build(), List.of(), Set.of(endpoints)));
    }

    private static Backend.Builder service(ObjectName name, int port, Reads reads) {
        PortProtocol protocol =
                reads.find(ServiceView.class, name)
                        .flatMap(service -> service.port(port))
                        .map(it -> PortProtocol.of(it, Defaults.opaquePorts(reads.install())))
                        .orElse(PortProtocol.DETECT);
        return Backend.newBuilder()
                .setNamespace(name.namespace())
                .setService(name.name())
                .setProtocol(Words.of(protocol))
                .setTls(BackendTls.MESH);
    }

    private static Backend.Builder pod(PodView pod, int port, Reads reads) {
        PortProtocol protocol =
                InboundProtocols.of(reads, PodShape.of(pod))
                        .getOrDefault(port, PortProtocol.DETECT);
        return Backend.newBuilder()
                .setNamespace(pod.meta().namespace())
                .setProtocol(Words.of(protocol))
                .setTls(pod.uncapturedPorts().contains(port) ? BackendTls.NONE : BackendTls.MESH);
    }
}
