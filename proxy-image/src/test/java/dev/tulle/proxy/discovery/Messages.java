package dev.tulle.proxy.discovery;

import com.google.protobuf.Any;
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
import dev.tulle.contract.v1.RouteMatch;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.ServiceTarget;
import dev.tulle.contract.v1.Source;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.contract.v1.Workload;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Resource;
import java.util.List;

/// A small mesh in messages of the contract: pod `u1` in `shop`, service `web` with weights on `v1`
/// and `v2`.
final class Messages {
    static final String POD = "pod/u1";
    static final String INBOUND = "shop/aa11";
    static final String TRUST_DOMAIN = "cluster.local";
    static final String WEB = "10.96.0.10:80";

    private Messages() {}

    static Workload.Builder workload() {
        return Workload.newBuilder()
                .setUid("u1")
                .setNamespace("shop")
                .setName("client-1")
                .setServiceAccount("client")
                .setSpiffeId("spiffe://cluster.local/ns/shop/sa/client")
                .setTrustDomain(TRUST_DOMAIN)
                .addAddresses("127.0.0.1")
                .setNode("node-1")
                .addNodeAddresses("192.0.2.1")
                .setInbound(INBOUND)
                .addMeshRanges("10.0.0.0/8");
    }

    static Inbound.Builder inbound(MtlsMode mode) {
        Inbound.Builder inbound =
                Inbound.newBuilder()
                        .addPorts(InboundPort.newBuilder().setPort(8080).setMtls(mode))
                        .setDefaultPort(InboundPort.newBuilder().setMtls(mode));
        if (mode == MtlsMode.STRICT) {
            inbound.addRequires("mtls-strict");
        }
        return inbound;
    }

    static TrustBundle.Builder bundle(long sequence, ByteString... roots) {
        return TrustBundle.newBuilder()
                .setTrustDomain(TRUST_DOMAIN)
                .setSequence(sequence)
                .addAllRoots(List.of(roots));
    }

    static Destination.Builder service(String... backends) {
        Destination.Builder destination =
                Destination.newBuilder()
                        .setService(
                                ServiceTarget.newBuilder()
                                        .setNamespace("shop")
                                        .setName("web")
                                        .setPort(80));
        for (String backend : backends) {
            destination.addBackends(WeightedBackend.newBuilder().setBackend(backend).setWeight(50));
        }
        return destination;
    }

    static Destination.Builder passThrough() {
        return Destination.newBuilder().setPassThrough(PassThrough.getDefaultInstance());
    }

    static Routes.Builder routes(RouteRule.Builder... rules) {
        Routes.Builder routes = Routes.newBuilder();
        for (RouteRule.Builder rule : rules) {
            routes.addRules(rule);
        }
        return routes;
    }

    /// A rule for GET requests.
    static RouteRule.Builder rule(String name) {
        return RouteRule.newBuilder()
                .setName(name)
                .addMatches(RouteMatch.newBuilder().addMethods("GET"));
    }

    static Backend.Builder backend() {
        return Backend.newBuilder()
                .setTls(BackendTls.MESH)
                .setNamespace("shop")
                .setService("web")
                .setPort(80);
    }

    static Endpoints.Builder endpoints(String... addresses) {
        Endpoints.Builder endpoints = Endpoints.newBuilder();
        for (String address : addresses) {
            endpoints.addEndpoints(endpoint(address));
        }
        return endpoints;
    }

    static Endpoint.Builder endpoint(String address) {
        return Endpoint.newBuilder()
                .setAddress(address)
                .setPort(8080)
                .setState(EndpointState.READY)
                .setSpiffeId("spiffe://cluster.local/ns/shop/sa/web")
                .setContract(1)
                .setPodUid("uid-" + address)
                .setWorkload("shop/web-" + address);
    }

    static Source source(String uid, long generation) {
        return Source.newBuilder()
                .setKind("TrafficSplit")
                .setNamespace("shop")
                .setName("web")
                .setUid(uid)
                .setGeneration(generation)
                .build();
    }

    static Resource resource(ResourceType type, String name, String version, MessageLite message) {
        return Resource.newBuilder()
                .setName(name)
                .setVersion(version)
                .setResource(
                        Any.newBuilder()
                                .setTypeUrl(type.typeUrl())
                                .setValue(message.toByteString()))
                .build();
    }

    static DeltaDiscoveryResponse response(ResourceType type, String nonce, Resource... resources) {
        return DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type.typeUrl())
                .setNonce(nonce)
                .addAllResources(List.of(resources))
                .build();
    }

    static DeltaDiscoveryResponse removal(ResourceType type, String nonce, String... names) {
        return DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type.typeUrl())
                .setNonce(nonce)
                .addAllRemovedResources(List.of(names))
                .build();
    }
}
