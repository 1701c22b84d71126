package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.Protocol;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import dev.tulle.proxy.model.Timeouts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `Inbound`: what happens to connections to the own application.
final class InboundDecoder implements Decoder<Inbound> {
    @Override
    public Decoded<Inbound> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        dev.tulle.contract.v1.Inbound message = dev.tulle.contract.v1.Inbound.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        if (!message.hasDefaultPort()) {
            throw invalid("default_port", "default_port is missing: expected what holds elsewhere");
        }
        List<InboundPort> ports = each("ports", message.getPortsList(), InboundDecoder::port);
        InboundPort others = read("default_port", () -> port(message.getDefaultPort()));
        List<Probe> probes = each("probes", message.getProbesList(), InboundDecoder::probe);
        unique("ports", ports.stream().map(InboundPort::port).toList());
        unique("probes", probes.stream().map(Probe::index).toList());
        Inbound inbound = read("", () -> Inbound.of(name, ports, others, probes));
        return new Decoded<>(inbound, SourceStamp.of(message.getSourcesList()), Set.of());
    }

    private static void unique(String field, List<Integer> numbers)
            throws RefusedResourceException {
        Set<Integer> seen = new TreeSet<>();
        for (Integer number : numbers) {
            if (!seen.add(number)) {
                throw invalid(field, number + " is there twice in " + field + ": expected once");
            }
        }
    }

    private static InboundPort port(dev.tulle.contract.v1.InboundPort port) {
        return new InboundPort(
                port.getPort(),
                protocol(port.getProtocol()),
                mtls(port.getMtls()),
                port.hasIdleMillis() ? PolicyReader.millis(port.getIdleMillis()) : Timeouts.IDLE,
                PolicyReader.millis(port.getMaxConnectionAgeMillis()));
    }

    static dev.tulle.proxy.model.Protocol protocol(Protocol protocol) {
        return switch (protocol) {
            case PROTOCOL_UNSPECIFIED -> dev.tulle.proxy.model.Protocol.DETECT;
            case HTTP1 -> dev.tulle.proxy.model.Protocol.HTTP1;
            case HTTP2 -> dev.tulle.proxy.model.Protocol.HTTP2;
            case OPAQUE -> dev.tulle.proxy.model.Protocol.OPAQUE;
            case UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown protocol: expected HTTP1, HTTP2, OPAQUE or none");
        };
    }

    private static MtlsMode mtls(dev.tulle.contract.v1.MtlsMode mode) {
        return switch (mode) {
            case PERMISSIVE -> MtlsMode.PERMISSIVE;
            case STRICT -> MtlsMode.STRICT;
            case MTLS_MODE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown mtls mode: expected PERMISSIVE or STRICT");
        };
    }

    private static Probe probe(dev.tulle.contract.v1.Probe probe) {
        return new Probe(
                probe.getIndex(),
                kind(probe.getKind()),
                probe.getPort(),
                probe.getPath(),
                probe.getHost(),
                probe.getTimeoutSeconds());
    }

    private static ProbeKind kind(dev.tulle.contract.v1.ProbeKind kind) {
        return switch (kind) {
            case PROBE_HTTP -> ProbeKind.HTTP;
            case PROBE_HTTPS -> ProbeKind.HTTPS;
            case PROBE_TCP -> ProbeKind.TCP;
            case PROBE_GRPC -> ProbeKind.GRPC;
            case PROBE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown probe kind: expected HTTP, HTTPS, TCP or GRPC");
        };
    }
}
