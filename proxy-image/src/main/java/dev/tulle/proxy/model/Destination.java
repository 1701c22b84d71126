package dev.tulle.proxy.model;

import java.util.List;

/// What an application called and where that traffic goes. `routes` names the [Routes] that HTTP
/// requests go by and is empty when there are none.
public record Destination(
        Address address,
        Target target,
        Protocol protocol,
        List<WeightedBackend> backends,
        String routes,
        TrafficPolicy traffic) {
    public Destination {
        backends = List.copyOf(backends);
        boolean outside = target instanceof Target.PassThrough;
        if (outside != backends.isEmpty()) {
            throw new IllegalArgumentException(
                    outside
                            ? address + " passes through: expected no backends"
                            : address + " is " + target + ": expected at least one backend");
        }
    }

    public Destination(
            Address address, Target target, Protocol protocol, List<WeightedBackend> backends) {
        this(address, target, protocol, backends, "", TrafficPolicy.plain());
    }

    public Destination(
            Address address,
            Target target,
            Protocol protocol,
            List<WeightedBackend> backends,
            String routes) {
        this(address, target, protocol, backends, routes, TrafficPolicy.plain());
    }

    public static Destination passThrough(Address address) {
        return new Destination(address, new Target.PassThrough(), Protocol.DETECT, List.of());
    }
}
