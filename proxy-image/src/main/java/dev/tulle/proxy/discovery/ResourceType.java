package dev.tulle.proxy.discovery;

import java.util.Optional;

/// The types of the contract, in the order in which they arrive and are applied: what is referred
/// to comes before what refers to it.
enum ResourceType {
    TRUST_BUNDLE("TrustBundle", Subscription.CLOSURE),
    ENDPOINTS("Endpoints", Subscription.CLOSURE),
    BACKEND("Backend", Subscription.CLOSURE),
    ROUTES("Routes", Subscription.CLOSURE),
    INBOUND("Inbound", Subscription.CLOSURE),
    DESTINATION("Destination", Subscription.BY_NAME),
    WORKLOAD("Workload", Subscription.BY_NAME);

    private static final String PREFIX = "type.googleapis.com/tulle.mesh.v1.";

    /// Who decides which resources of a type are sent.
    enum Subscription {
        BY_NAME,
        /// Discovery: all that the named resources need.
        CLOSURE
    }

    private final String label;
    private final Subscription subscription;

    ResourceType(String label, Subscription subscription) {
        this.label = label;
        this.subscription = subscription;
    }

    String typeUrl() {
        return PREFIX + label;
    }

    /// The word for logs, metrics and sentences.
    String label() {
        return label;
    }

    Subscription subscription() {
        return subscription;
    }

    static Optional<ResourceType> of(String typeUrl) {
        for (ResourceType type : values()) {
            if (typeUrl.equals(type.typeUrl())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
