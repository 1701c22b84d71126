package dev.tulle.proxy.discovery;

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.Rejections;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.Node;
import dev.tulle.contract.xds.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The messages that a proxy sends on the stream.
final class Requests {
    private static final String REJECTIONS = "type.googleapis.com/tulle.mesh.v1.Rejections";
    private static final int INVALID_ARGUMENT = 3;

    private Requests() {}

    static Node node(String podUid, String version, Instant clock) {
        ListValue.Builder features = ListValue.newBuilder();
        Requirements.FEATURES.forEach(feature -> features.addValues(text(feature)));
        return Node.newBuilder()
                .setId(podUid)
                .setMetadata(
                        Struct.newBuilder()
                                .putFields("version", text(version))
                                .putFields("contract", number(Requirements.CONTRACT))
                                .putFields(
                                        "features",
                                        Value.newBuilder().setListValue(features).build())
                                .putFields("clock", number((double) clock.getEpochSecond())))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    /// The first request of a type on a stream.
    static DeltaDiscoveryRequest.Builder first(
            ResourceType type, Collection<String> names, Map<String, String> versions) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.typeUrl())
                .addAllResourceNamesSubscribe(names)
                .putAllInitialResourceVersions(versions);
    }

    static DeltaDiscoveryRequest change(
            ResourceType type, Collection<String> wanted, Collection<String> unwanted) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.typeUrl())
                .addAllResourceNamesSubscribe(wanted)
                .addAllResourceNamesUnsubscribe(unwanted)
                .build();
    }

    /// The answer to one response: an acknowledgement, or a refusal that names each bad resource.
    static DeltaDiscoveryRequest answer(
            String typeUrl, String nonce, List<Outcome.Refused> refused) {
        DeltaDiscoveryRequest.Builder answer =
                DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl).setResponseNonce(nonce);
        if (!refused.isEmpty()) {
            answer.setErrorDetail(error(refused));
        }
        return answer.build();
    }

    static DeltaDiscoveryRequest unknownType(String typeUrl, String nonce) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(typeUrl)
                .setResponseNonce(nonce)
                .setErrorDetail(
                        Status.newBuilder()
                                .setCode(INVALID_ARGUMENT)
                                .setMessage("type " + typeUrl + " was not asked for"))
                .build();
    }

    private static Status error(List<Outcome.Refused> refused) {
        Rejections.Builder rejections = Rejections.newBuilder();
        refused.forEach(each -> rejections.addRejections(rejection(each)));
        return Status.newBuilder()
                .setCode(INVALID_ARGUMENT)
                .setMessage(refused.getFirst().refusal().sentence())
                .addDetails(
                        Any.newBuilder()
                                .setTypeUrl(REJECTIONS)
                                .setValue(rejections.build().toByteString()))
                .build();
    }

    private static Rejection rejection(Outcome.Refused refused) {
        Refusal refusal = refused.refusal();
        return Rejection.newBuilder()
                .setTypeUrl(refused.key().type().typeUrl())
                .setName(refused.key().name())
                .setVersion(refused.version())
                .setReason(refusal.reason())
                .setField(refusal.field())
                .setSentence(refusal.sentence())
                .build();
    }
}
