package dev.tulle.operator.resolve;

import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The ports of a pod that anything is known of: those its containers declare, those that Services
/// lead to, and the opaque list, which holds for every port of a pod.
public final class InboundProtocols {

    private InboundProtocols() {}

    public static SortedMap<Integer, PortProtocol> of(Reads reads, PodShape pod) {
        Set<Integer> opaque = Defaults.opaquePorts(reads.install());
        SortedMap<Integer, PortProtocol> protocols = new TreeMap<>();
        opaque.forEach(port -> protocols.put(port, PortProtocol.OPAQUE));
        for (PodView.ContainerPort port : pod.ports()) {
            protocols.put(port.number(), PortProtocol.of(port.number(), opaque));
        }
        SortedMap<Integer, PortProtocol> declared = new TreeMap<>();
        for (ServiceView service :
                reads.find(ServiceView.class, Index.SERVICES_BY_NAMESPACE, pod.namespace())) {
            if (pod.isSelectedBy(service)) {
                service.ports().forEach(port -> add(pod, port, opaque, protocols, declared));
            }
        }
        protocols.putAll(declared);
        return protocols;
    }

    /// Where Services disagree, the first by name that declares an `appProtocol` decides.
    private static void add(
            PodShape pod,
            ServiceView.Port port,
            Set<Integer> opaque,
            SortedMap<Integer, PortProtocol> protocols,
            SortedMap<Integer, PortProtocol> declared) {
        pod.target(port)
                .ifPresent(number -> {
                    PortProtocol said = PortProtocol.of(port, opaque);
                    protocols.merge(
                            number, said, (old, now) -> old == PortProtocol.DETECT ? now : old);
                    PortProtocol.declared(port.appProtocol())
                            .ifPresent(word -> declared.putIfAbsent(number, word));
                });
    }
}
