package dev.tulle.operator.push;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.v1.Rejections;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Resource;
import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceType;
import java.util.HashMap;
import java.util.Map;

/// Between the messages of delta xDS and what this room speaks of.
final class Wire {

    private static final int LONGEST_SENTENCE = 512;

    private Wire() {}

    static DeltaDiscoveryResponse response(Outgoing outgoing) {
        DeltaDiscoveryResponse.Builder response =
                DeltaDiscoveryResponse.newBuilder()
                        .setTypeUrl(outgoing.type().typeUrl())
                        .setNonce(outgoing.nonce())
                        .addAllRemovedResources(outgoing.withdrawn());
        outgoing.resources().forEach(compiled -> response.addResources(resource(compiled)));
        return response.build();
    }

    private static Resource resource(Compiled compiled) {
        return Resource.newBuilder()
                .setName(compiled.key().name())
                .setVersion(compiled.version())
                .setResource(
                        Any.newBuilder()
                                .setTypeUrl(compiled.key().type().typeUrl())
                                .setValue(compiled.bytes()))
                .build();
    }

    static ResourceType type(DeltaDiscoveryRequest request) throws NonsenseException {
        return ResourceType.of(request.getTypeUrl())
                .orElseThrow(() ->
                        new NonsenseException(
                                "type_url is '%s', expected a type of tulle.mesh.v1"
                                        .formatted(shortened(request.getTypeUrl()))));
    }

    /// What a request refuses, by name.
    static Map<String, ProxyStream.Refusal> refusals(DeltaDiscoveryRequest request)
            throws NonsenseException {
        Map<String, ProxyStream.Refusal> refusals = new HashMap<>();
        for (Any detail : request.getErrorDetail().getDetailsList()) {
            for (Rejection rejection : rejections(detail).getRejectionsList()) {
                refusals.put(
                        rejection.getName(),
                        new ProxyStream.Refusal(rejection.getReason(), sentence(rejection)));
            }
        }
        return refusals;
    }

    /// The refusal of a whole response by a client that does not say which resource it means.
    static ProxyStream.Refusal unspecified(DeltaDiscoveryRequest request) {
        return new ProxyStream.Refusal(
                RejectionReason.INTERNAL, shortened(request.getErrorDetail().getMessage()));
    }

    private static Rejections rejections(Any detail) throws NonsenseException {
        try {
            return detail.unpack(Rejections.class);
        } catch (InvalidProtocolBufferException e) {
            throw new NonsenseException(
                    "a detail of error_detail is '%s', expected tulle.mesh.v1.Rejections"
                            .formatted(shortened(detail.getTypeUrl())));
        }
    }

    private static String sentence(Rejection rejection) {
        String sentence = shortened(rejection.getSentence());
        return rejection.getField().isEmpty()
                ? sentence
                : shortened(rejection.getField()) + ": " + sentence;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SENTENCE ? text : text.substring(0, LONGEST_SENTENCE);
    }
}
