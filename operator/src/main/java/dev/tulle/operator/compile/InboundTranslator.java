package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.InboundPort;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.Probe;
import dev.tulle.operator.resolve.InboundProtocols;
import dev.tulle.operator.resolve.MtlsLevels;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.PodView;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// What a proxy does with connections to its own application. Every policy that speaks about the
/// pod is a source, the winners and the others: each must become `Programmed`.
final class InboundTranslator {

    private static final String STRICT_FEATURE = "mtls-strict";

    Translation translate(InboundKey key, Reads reads) {
        PodShape shape = key.shape();
        MtlsLevels levels = MtlsLevels.of(reads, shape);
        SortedMap<Integer, PortProtocol> ports = InboundProtocols.of(reads, shape);
        levels.namedPorts().forEach(port -> ports.putIfAbsent(port, PortProtocol.DETECT));

        Inbound.Builder message = Inbound.newBuilder();
        ports.forEach(
                (port, protocol) -> message.addPorts(port(port, protocol, levels.mode(port))));
        message.setDefaultPort(port(0, PortProtocol.DETECT, levels.modeElsewhere()));
        shape.probes().forEach(probe -> message.addProbes(probe(probe)));
        levels.policies().forEach(policy -> message.addSources(Sources.of(policy)));
        if (isStrictSomewhere(message)) {
            message.addRequires(STRICT_FEATURE);
        }
        return new Translation(message.build(), List.copyOf(message.getSourcesList()), Set.of());
    }

    private static InboundPort port(
            int number, PortProtocol protocol, dev.tulle.api.v1alpha1.MtlsMode mode) {
        return InboundPort.newBuilder()
                .setPort(number)
                .setProtocol(Words.of(protocol))
                .setMtls(Words.of(mode))
                .build();
    }

    private static Probe probe(PodView.Probe probe) {
        return Probe.newBuilder()
                .setIndex(probe.index())
                .setKind(Words.of(probe.kind()))
                .setPort(probe.port())
                .setPath(probe.path())
                .setHost(probe.host())
                .setTimeoutSeconds(probe.timeoutSeconds())
                .build();
    }

    private static boolean isStrictSomewhere(Inbound.Builder message) {
        return message.getDefaultPort().getMtls() == MtlsMode.STRICT
                || message.getPortsList().stream()
                        .anyMatch(port -> port.getMtls() == MtlsMode.STRICT);
    }
}
