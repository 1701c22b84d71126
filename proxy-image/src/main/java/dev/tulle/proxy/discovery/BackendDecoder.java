package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BackendTls;
import java.util.Set;

/// `Backend`: a set of endpoints and how it is called.
final class BackendDecoder implements Decoder<Backend> {
    @Override
    public Decoded<Backend> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        dev.tulle.contract.v1.Backend message = dev.tulle.contract.v1.Backend.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        BackendTls tls = read("tls", () -> tls(message.getTls()));
        dev.tulle.proxy.model.Protocol protocol =
                read("protocol", () -> InboundDecoder.protocol(message.getProtocol()));
        BackendPolicy policy = PolicyReader.backend(message);
        Backend backend =
                read(
                        "port",
                        () ->
                                new Backend(
                                        name,
                                        protocol,
                                        tls,
                                        message.getNamespace(),
                                        message.getService(),
                                        message.getPort(),
                                        policy));
        return new Decoded<>(
                backend,
                SourceStamp.of(message.getSourcesList()),
                Set.of(new ResourceKey(ResourceType.ENDPOINTS, name)));
    }

    private static BackendTls tls(dev.tulle.contract.v1.BackendTls tls) {
        return switch (tls) {
            case NONE -> BackendTls.NONE;
            case MESH -> BackendTls.MESH;
            case BACKEND_TLS_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("unknown tls: expected NONE or MESH");
        };
    }
}
