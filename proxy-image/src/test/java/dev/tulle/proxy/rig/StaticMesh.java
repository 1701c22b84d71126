package dev.tulle.proxy.rig;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.BackendTls;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Endpoint;
import dev.tulle.contract.v1.EndpointState;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.InboundPort;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.PassThrough;
import dev.tulle.contract.v1.ServiceTarget;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.contract.v1.Workload;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Two pods, `client` and `server`, of which the second serves port 8080 under each of its own
/// addresses; both take mesh TLS only.
record StaticMesh(
        List<String> clientAddresses, List<String> serverAddresses, X509Certificate root) {

    static final String TRUST_DOMAIN = "cluster.local";
    static final String IDENTITIES = "spiffe://" + TRUST_DOMAIN + "/ns/bench/sa/";
    private static final String INBOUND = "bench/strict";
    private static final int PORT = 8080;

    StaticMesh {
        clientAddresses = List.copyOf(clientAddresses);
        serverAddresses = List.copyOf(serverAddresses);
    }

    /// Resources of a type that every proxy is sent unasked, by name.
    Map<String, MessageLite> unasked(String type) {
        return switch (type) {
            case "TrustBundle" -> Map.of(TRUST_DOMAIN, bundle());
            case "Inbound" -> Map.of(INBOUND, inbound());
            case "Backend" -> byBackend(address -> backend());
            case "Endpoints" -> byBackend(StaticMesh::endpoints);
            default -> Map.of();
        };
    }

    /// A resource that a proxy asked for.
    MessageLite asked(String type, String name) {
        return switch (type) {
            case "Workload" -> workload(name.substring(name.indexOf('/') + 1));
            case "Destination" -> destination(name);
            default -> throw new IllegalArgumentException("nobody asks for a " + type);
        };
    }

    /// A backend for each address: whoever called one family is sent to that family.
    private Map<String, MessageLite> byBackend(Function<String, MessageLite> made) {
        return serverAddresses.stream()
                .collect(Collectors.toMap(StaticMesh::backendOf, made, (one, other) -> one));
    }

    private static String backendOf(String address) {
        return "bench/" + address + ":" + PORT;
    }

    private TrustBundle bundle() {
        try {
            return TrustBundle.newBuilder()
                    .setTrustDomain(TRUST_DOMAIN)
                    .setSequence(1)
                    .addRoots(ByteString.copyFrom(root.getEncoded()))
                    .build();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its DER form", e);
        }
    }

    private static Inbound inbound() {
        return Inbound.newBuilder()
                .addRequires("mtls-strict")
                .setDefaultPort(InboundPort.newBuilder().setMtls(MtlsMode.STRICT))
                .build();
    }

    private static Backend backend() {
        return Backend.newBuilder()
                .setTls(BackendTls.MESH)
                .setNamespace("bench")
                .setService("echo")
                .setPort(PORT)
                .build();
    }

    private static Endpoints endpoints(String address) {
        return Endpoints.newBuilder()
                .addEndpoints(
                        Endpoint.newBuilder()
                                .setAddress(address)
                                .setPort(PORT)
                                .setState(EndpointState.READY)
                                .setSpiffeId(IDENTITIES + "server")
                                .setContract(1)
                                .setPodUid("server")
                                .setWorkload("bench/server"))
                .build();
    }

    private Workload workload(String name) {
        return Workload.newBuilder()
                .setUid(name)
                .setNamespace("bench")
                .setName(name)
                .setServiceAccount(name)
                .setSpiffeId(IDENTITIES + name)
                .setTrustDomain(TRUST_DOMAIN)
                .addAllAddresses(name.equals("server") ? serverAddresses : clientAddresses)
                .setNode("bench")
                .setInbound(INBOUND)
                .build();
    }

    private Destination destination(String name) {
        return serverAddresses.stream()
                .filter(address ->
                        new Address(IpAddress.parse(address), PORT).toString().equals(name))
                .findFirst()
                .map(StaticMesh::echo)
                .orElseGet(() ->
                        Destination.newBuilder()
                                .setPassThrough(PassThrough.getDefaultInstance())
                                .build());
    }

    private static Destination echo(String address) {
        return Destination.newBuilder()
                .setService(
                        ServiceTarget.newBuilder()
                                .setNamespace("bench")
                                .setName("echo")
                                .setPort(PORT))
                .addBackends(
                        WeightedBackend.newBuilder().setBackend(backendOf(address)).setWeight(1))
                .build();
    }
}
