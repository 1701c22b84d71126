package dev.tulle.operator.compile;

import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.InboundPort;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.Probe;
import dev.tulle.operator.resolve.CallerTraffic;
import dev.tulle.operator.resolve.InboundProtocols;
import dev.tulle.operator.resolve.MtlsLevels;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.TrafficLevels;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.PolicyView;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

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
        Set<PolicyView> sources = new LinkedHashSet<>(levels.policies());
        ports.forEach((port, protocol) -> {
            TrafficLevels traffic = TrafficLevels.ofPod(reads, shape, port);
            sources.addAll(traffic.policies(InboundTranslator::patience));
            message.addPorts(port(port, protocol, levels.mode(port), traffic));
        });
        TrafficLevels elsewhere = TrafficLevels.ofNamespace(reads, shape.namespace());
        sources.addAll(elsewhere.policies(InboundTranslator::patience));
        message.setDefaultPort(port(0, PortProtocol.DETECT, levels.modeElsewhere(), elsewhere));
        shape.probes().forEach(probe -> message.addProbes(probe(probe)));
        sources.stream()
                .sorted(Comparator.comparing(PolicyView::name))
                .forEach(policy -> message.addSources(Sources.of(policy)));
        if (isStrictSomewhere(message)) {
            message.addRequires(STRICT_FEATURE);
        }
        return new Translation(message.build(), List.copyOf(message.getSourcesList()), Set.of());
    }

    /// What a policy says that the called side must know: it may not lose patience before callers.
    private static @Nullable Object patience(Traffic traffic) {
        Traffic.Timeouts timeouts = traffic.timeouts();
        Object idle = timeouts == null ? null : timeouts.idle();
        return idle == null ? traffic.loadBalancing() : idle;
    }

    private static InboundPort port(
            int number,
            PortProtocol protocol,
            dev.tulle.api.v1alpha1.MtlsMode mode,
            TrafficLevels traffic) {
        return InboundPort.newBuilder()
                .setPort(number)
                .setProtocol(Words.of(protocol))
                .setMtls(Words.of(mode))
                .setIdleMillis(CallerTraffic.idle(traffic).toMillis())
                .setMaxConnectionAgeMillis(
                        CallerTraffic.balancing(traffic).maxConnectionAge().toMillis())
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
