package dev.tulle.operator.compile;

import java.util.Optional;

/// Which resource: everything its content depends on but for the cluster.
public sealed interface ResourceKey
        permits WorkloadKey,
                InboundKey,
                DestinationKey,
                RoutesKey,
                BackendKey,
                EndpointsKey,
                TrustBundleKey {

    ResourceType type();

    /// The name on the wire, unique within the type.
    String name();

    /// The key that a proxy asks for by name; empty for types that are only sent as part of a
    /// closure, and for names that are none.
    static Optional<ResourceKey> parse(ResourceType type, String name) {
        return switch (type) {
            case WORKLOAD -> WorkloadKey.parse(name).map(key -> key);
            case DESTINATION -> DestinationKey.parse(name).map(key -> key);
            case TRUST_BUNDLE, ENDPOINTS, BACKEND, ROUTES, INBOUND -> Optional.empty();
        };
    }
}
