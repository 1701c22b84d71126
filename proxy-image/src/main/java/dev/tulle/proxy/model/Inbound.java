package dev.tulle.proxy.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the proxy does with connections to its own application. `others` holds for every port that
/// is not in the list.
public record Inbound(
        String name, Map<Integer, InboundPort> ports, InboundPort others, List<Probe> probes) {
    public Inbound {
        ports = Map.copyOf(ports);
        probes = List.copyOf(probes);
        if (others.port() != 0) {
            throw new IllegalArgumentException(
                    "default port has number " + others.port() + ": expected 0");
        }
    }

    public static Inbound of(
            String name, List<InboundPort> ports, InboundPort others, List<Probe> probes) {
        return new Inbound(
                name,
                ports.stream().collect(Collectors.toMap(InboundPort::port, Function.identity())),
                others,
                probes);
    }

    public InboundPort port(int number) {
        return ports.getOrDefault(number, others);
    }
}
