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
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Map;

/// Two pods, `client` and `server`, of which the second serves port 8080 under its own address;
/// both take mesh TLS only.
record StaticMesh(String clientAddress, String serverAddress, X509Certificate root) {

    static final String TRUST_DOMAIN = "cluster.local";
    static final String IDENTITIES = "spiffe://" + TRUST_DOMAIN + "/ns/bench/sa/";
    private static final String BACKEND = "bench/echo:8080";
    private static final String INBOUND = "bench/strict";
    private static final int PORT = 8080;

    /// Resources of a type that every proxy is sent unasked, by name.
    Map<String, MessageLite> unasked(String type) {
        return switch (type) {
            case "TrustBundle" -> Map.of(TRUST_DOMAIN, bundle());
            case "Inbound" -> Map.of(INBOUND, inbound());
            case "Backend" -> Map.of(BACKEND, backend());
            case "Endpoints" -> Map.of(BACKEND, endpoints());
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

    private Endpoints endpoints() {
        return Endpoints.newBuilder()
                .addEndpoints(
                        Endpoint.newBuilder()
                                .setAddress(serverAddress)
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
                .addAddresses(name.equals("server") ? serverAddress : clientAddress)
                .setNode("bench")
                .setInbound(INBOUND)
                .build();
    }

    private Destination destination(String name) {
        if (!name.equals(serverAddress + ":" + PORT)) {
            return Destination.newBuilder()
                    .setPassThrough(PassThrough.getDefaultInstance())
                    .build();
        }
        return Destination.newBuilder()
                .setService(
                        ServiceTarget.newBuilder()
                                .setNamespace("bench")
                                .setName("echo")
                                .setPort(PORT))
                .addBackends(WeightedBackend.newBuilder().setBackend(BACKEND).setWeight(1))
                .build();
    }
}
