package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.tulle.contract.v1.EndpointState;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.Probe;
import dev.tulle.contract.v1.ProbeKind;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.TrustBundle;
import dev.tulle.proxy.model.WeightedBackend;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecodersTest {

    @Test
    void readsWorkload() throws Exception {
        Decoded<LocalWorkload> decoded =
                new WorkloadDecoder()
                        .decode(
                                Messages.POD,
                                Messages.workload().setTerminating(true).build().toByteString());

        LocalWorkload workload = decoded.value();
        assertThat(workload.addresses()).containsExactly(IpAddress.parse("127.0.0.1"));
        assertThat(workload.inMesh(IpAddress.parse("10.9.9.9"))).isTrue();
        assertThat(workload.inMesh(IpAddress.parse("192.0.2.9"))).isFalse();
        assertThat(workload.life()).isEqualTo(LocalWorkload.Life.TERMINATING);
        assertThat(decoded.references())
                .containsExactlyInAnyOrder(
                        new ResourceKey(ResourceType.INBOUND, Messages.INBOUND),
                        new ResourceKey(ResourceType.TRUST_BUNDLE, Messages.TRUST_DOMAIN));
    }

    @Test
    void readsInbound() throws Exception {
        Inbound inbound =
                new InboundDecoder()
                        .decode(
                                Messages.INBOUND,
                                Messages.inbound(MtlsMode.STRICT).build().toByteString())
                        .value();

        InboundPort expected =
                new InboundPort(8080, Protocol.DETECT, dev.tulle.proxy.model.MtlsMode.STRICT);
        assertThat(inbound.port(8080)).isEqualTo(expected);
        assertThat(inbound.port(9).mtls()).isEqualTo(dev.tulle.proxy.model.MtlsMode.STRICT);
    }

    @Test
    void readsDestinationWithItsBackendsAsReferences() throws Exception {
        Decoded<Destination> decoded =
                new DestinationDecoder()
                        .decode(
                                Messages.WEB,
                                Messages.service("shop/web-v1:80", "shop/web-v2:80")
                                        .addSources(Messages.source("s", 4))
                                        .build()
                                        .toByteString());

        assertThat(decoded.value().address()).isEqualTo(Address.parse(Messages.WEB));
        assertThat(decoded.value().target()).isEqualTo(new Target.Service("shop", "web", 80));
        assertThat(decoded.value().backends())
                .containsExactly(
                        new WeightedBackend("shop/web-v1:80", 50),
                        new WeightedBackend("shop/web-v2:80", 50));
        assertThat(decoded.references())
                .extracting(ResourceKey::name)
                .containsExactlyInAnyOrder("shop/web-v1:80", "shop/web-v2:80");
        assertThat(decoded.sources()).containsExactly(new SourceStamp("s", 4));
    }

    @Test
    void readsPassThroughOfIpv6() throws Exception {
        Destination destination =
                new DestinationDecoder()
                        .decode("[2001:db8::1]:443", Messages.passThrough().build().toByteString())
                        .value();

        assertThat(destination)
                .isEqualTo(Destination.passThrough(Address.parse("[2001:db8::1]:443")));
    }

    @Test
    void readsBackendAndEndpoints() throws Exception {
        Backend backend =
                new BackendDecoder()
                        .decode("shop/web:80", Messages.backend().build().toByteString())
                        .value();
        Endpoints endpoints =
                new EndpointsDecoder()
                        .decode(
                                "shop/web:80",
                                Messages.endpoints("10.1.0.1", "10.1.0.2").build().toByteString())
                        .value();

        assertThat(backend.tls()).isEqualTo(BackendTls.MESH);
        assertThat(endpoints.endpoints())
                .extracting(Endpoint::address)
                .containsExactly(Address.parse("10.1.0.1:8080"), Address.parse("10.1.0.2:8080"));
        assertThat(endpoints.endpoints()).allMatch(Endpoint::meshed);
    }

    @Test
    void readsTrustBundleAsSet() throws Exception {
        ByteString root = ByteString.copyFromUtf8("root");
        TrustBundle bundle =
                new TrustBundleDecoder()
                        .decode(
                                Messages.TRUST_DOMAIN,
                                Messages.bundle(7, root, root).build().toByteString())
                        .value();

        assertThat(bundle).isEqualTo(new TrustBundle("cluster.local", 7, Set.of("cm9vdA==")));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("pod/u2", Messages.workload(), "uid", "expected the same pod"),
                bad(
                        Messages.POD,
                        Messages.workload().addAddresses("web"),
                        "addresses[1]",
                        "'web' is not an IP address"),
                bad(
                        Messages.POD,
                        Messages.workload().addMeshRanges("10.0.0.0/40"),
                        "mesh_ranges[1]",
                        "expected 0 to 32"),
                bad(Messages.POD, Messages.workload().clearInbound(), "inbound", "is empty"),
                bad(
                        Messages.POD,
                        Messages.workload().setSpiffeId("spiffe://other/ns/a/sa/b"),
                        "",
                        "expected to start with spiffe://cluster.local/"),
                bad(
                        Messages.INBOUND,
                        Messages.inbound(MtlsMode.STRICT).clearDefaultPort(),
                        "default_port",
                        "is missing"),
                bad(
                        Messages.INBOUND,
                        Messages.inbound(MtlsMode.MTLS_MODE_UNSPECIFIED),
                        "ports[0]",
                        "expected PERMISSIVE or STRICT"),
                bad(
                        Messages.INBOUND,
                        Messages.inbound(MtlsMode.PERMISSIVE)
                                .addProbes(Probe.newBuilder().setKind(ProbeKind.PROBE_TCP)),
                        "probes[0]",
                        "port 0"),
                bad(
                        Messages.INBOUND,
                        Messages.inbound(MtlsMode.PERMISSIVE)
                                .addPorts(Messages.inbound(MtlsMode.STRICT).getPorts(0)),
                        "ports",
                        "8080 is there twice"),
                bad(Messages.WEB, Messages.service(), "backends", "at least one backend"),
                bad(Messages.WEB, Messages.service("a", "a"), "backends", "a is there twice"),
                bad(
                        Messages.WEB,
                        Messages.service("a").clearTarget(),
                        "target",
                        "expected service, pod or pass_through"),
                bad("web:80", Messages.passThrough(), "name", "'web' is not an IP address"),
                bad("shop/web:80", Messages.backend().setPort(0), "port", "port 0"),
                bad("shop/web:80", Messages.backend().clearTls(), "tls", "expected NONE or MESH"),
                bad(
                        "shop/web:80",
                        Messages.endpoints("10.1.0.1")
                                .addEndpoints(
                                        Messages.endpoint("10.1.0.2")
                                                .setState(
                                                        EndpointState.ENDPOINT_STATE_UNSPECIFIED)),
                        "endpoints[1]",
                        "expected READY or DRAINING"),
                bad(
                        "shop/web:80",
                        Messages.endpoints()
                                .addEndpoints(Messages.endpoint("10.1.0.1").clearSpiffeId()),
                        "endpoints[0]",
                        "expected both or neither"),
                bad(Messages.TRUST_DOMAIN, Messages.bundle(1), "roots", "expected at least one"),
                bad("other", Messages.bundle(1), "trust_domain", "expected the same"));
    }

    private static Arguments bad(
            String name, MessageLite.Builder message, String field, String sentence) {
        return arguments(name, message.build(), field, sentence);
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @MethodSource("bad")
    void refusesBadFieldByItsPath(String name, MessageLite message, String field, String sentence) {
        Refusal refusal = refusal(decoder(message), name, message);

        assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID_FIELD);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.sentence()).contains(sentence).doesNotEndWith(".");
    }

    @Test
    void refusesMoreEndpointsThanTheLimit() {
        String[] addresses =
                IntStream.rangeClosed(0, 1_000)
                        .mapToObj(i -> "10.1." + i / 250 + "." + i % 250)
                        .toArray(String[]::new);

        Refusal refusal =
                refusal(
                        new EndpointsDecoder(),
                        "shop/web:80",
                        Messages.endpoints(addresses).build());

        assertThat(refusal.reason()).isEqualTo(RejectionReason.LIMIT_EXCEEDED);
        assertThat(refusal.sentence()).contains("1001 endpoints").contains("at most 1000");
    }

    static Stream<MessageLite> withUnknownFeature() {
        return Stream.of(
                Messages.workload().addRequires("authorization").build(),
                Messages.inbound(MtlsMode.STRICT).addRequires("authorization").build(),
                Messages.service("a").addRequires("authorization").build(),
                Messages.backend().addRequires("authorization").build(),
                Messages.routes(Messages.rule("a")).addRequires("authorization").build(),
                Messages.endpoints().addRequires("authorization").build(),
                Messages.bundle(1).addRequires("authorization").build());
    }

    @ParameterizedTest
    @MethodSource("withUnknownFeature")
    void refusesFeatureThatItDoesNotKnow(MessageLite message) {
        Refusal refusal = refusal(decoder(message), Messages.POD, message);

        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNKNOWN_FEATURE);
        assertThat(refusal.sentence()).contains("does not know authorization");
    }

    private static Decoder<?> decoder(MessageLite message) {
        return switch (message) {
            case dev.tulle.contract.v1.Workload _ -> new WorkloadDecoder();
            case dev.tulle.contract.v1.Inbound _ -> new InboundDecoder();
            case dev.tulle.contract.v1.Destination _ -> new DestinationDecoder();
            case dev.tulle.contract.v1.Backend _ -> new BackendDecoder();
            case dev.tulle.contract.v1.Routes _ -> new RoutesDecoder();
            case dev.tulle.contract.v1.Endpoints _ -> new EndpointsDecoder();
            case dev.tulle.contract.v1.TrustBundle _ -> new TrustBundleDecoder();
            default -> throw new IllegalArgumentException("no decoder for " + message.getClass());
        };
    }

    private static Refusal refusal(Decoder<?> decoder, String name, MessageLite message) {
        RefusedResourceException refused =
                catchThrowableOfType(
                        RefusedResourceException.class,
                        () -> decoder.decode(name, message.toByteString()));
        assertThat(refused).as("expected a refusal of %s", name).isNotNull();
        return refused.refusal();
    }
}
