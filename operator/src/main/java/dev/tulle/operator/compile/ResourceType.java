package dev.tulle.operator.compile;

import com.google.protobuf.Descriptors.Descriptor;
import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.contract.v1.Workload;
import java.util.Optional;

/// The types of the contract, in the order in which they are sent: what is referred to comes first.
public enum ResourceType {
    TRUST_BUNDLE(TrustBundle.getDescriptor()),
    ENDPOINTS(Endpoints.getDescriptor()),
    BACKEND(Backend.getDescriptor()),
    ROUTES(Routes.getDescriptor()),
    INBOUND(Inbound.getDescriptor()),
    DESTINATION(Destination.getDescriptor()),
    WORKLOAD(Workload.getDescriptor());

    private final String typeUrl;

    ResourceType(Descriptor descriptor) {
        this.typeUrl = "type.googleapis.com/" + descriptor.getFullName();
    }

    public static Optional<ResourceType> of(String typeUrl) {
        for (ResourceType type : values()) {
            if (type.typeUrl.equals(typeUrl)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public String typeUrl() {
        return typeUrl;
    }
}
