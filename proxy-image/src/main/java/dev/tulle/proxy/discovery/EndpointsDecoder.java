package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.IpAddress;
import java.util.List;
import java.util.Set;

/// `Endpoints`: the pods behind a backend.
final class EndpointsDecoder implements Decoder<Endpoints> {
    @Override
    public Decoded<Endpoints> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        dev.tulle.contract.v1.Endpoints message = dev.tulle.contract.v1.Endpoints.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        if (message.getEndpointsCount() > Endpoints.MOST) {
            throw new RefusedResourceException(
                    RejectionReason.LIMIT_EXCEEDED,
                    "endpoints",
                    "%d endpoints of %s: expected at most %d"
                            .formatted(message.getEndpointsCount(), name, Endpoints.MOST));
        }
        List<Endpoint> endpoints =
                each("endpoints", message.getEndpointsList(), EndpointsDecoder::endpoint);
        Endpoints all = read("endpoints", () -> new Endpoints(name, endpoints));
        return new Decoded<>(all, SourceStamp.of(message.getSourcesList()), Set.of());
    }

    private static Endpoint endpoint(dev.tulle.contract.v1.Endpoint endpoint) {
        return new Endpoint(
                new Address(IpAddress.parse(endpoint.getAddress()), endpoint.getPort()),
                state(endpoint.getState()),
                endpoint.getSpiffeId(),
                endpoint.getContract(),
                endpoint.getPodUid(),
                endpoint.getWorkload(),
                endpoint.getZone(),
                endpoint.getNode());
    }

    private static EndpointState state(dev.tulle.contract.v1.EndpointState state) {
        return switch (state) {
            case READY -> EndpointState.READY;
            case DRAINING -> EndpointState.DRAINING;
            case ENDPOINT_STATE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("unknown state: expected READY or DRAINING");
        };
    }
}
