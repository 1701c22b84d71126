package dev.tulle.e2e.security;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A leaf helps nobody to be another pod, and one that the mesh did not sign helps nobody at all;
/// everybody else does not notice.
@OnTheMesh
class StolenLeafIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DENIED = "tulle_streams_ended_total{why=\"denied\"";
    private static final String REFUSED = "tulle_handshakes_refused_total{reason=\"unknown_ca\"";
    private static final String FAILURES = "tulle_proxy_handshake_failures_total{direction=";

    /// A leaf of an authority of its own that claims to be the client, and the dialogue of a
    /// caller: prints what a meshed server or discovery answers.
    private static final String FOREIGN_LEAF =
            """
            set -e; cd /tmp; umask 077
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=foreign -keyout ca.key -out ca.crt
            openssl req -x509 -CA ca.crt -CAkey ca.key -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj / \
              -addext subjectAltName=critical,URI:spiffe://cluster.local/ns/stolen-leaf/sa/client \
              -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
              -addext extendedKeyUsage=serverAuth,clientAuth -keyout tls.key -out leaf.crt
            cat leaf.crt ca.crt >tls.crt
            """;

    private static final String CALLER =
            """
            import socket, ssl, sys
            directory, host, port, protocol = sys.argv[1:]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.load_cert_chain(directory + '/tls.crt', directory + '/tls.key')
            context.set_alpn_protocols([protocol])
            try:
                with context.wrap_socket(socket.create_connection((host, int(port)), timeout=5)) as peer:
                    peer.sendall(b'GET /items HTTP/1.1\\r\\nHost: catalog\\r\\n\\r\\n')
                    print('answered', peer.recv(1000)[:12].decode(errors='replace'))
            except OSError as error:
                print('refused', error)
            """;

    @Test
    void leafOfAnotherPodOpensNothing(Mesh mesh) {
        try (var namespace = mesh.namespace("stolen-leaf")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("thief", Map.of("app", "thief"), Map.of(80, 8080));
            var load = SteadyLoad.start(namespace, "client", "catalog", 20, 4, "-");
            var denied = mesh.metric(Mesh.DISCOVERY, DENIED);
            var strangers = mesh.metric(Mesh.DISCOVERY, REFUSED);

            Thief.start(namespace);
            eventually(
                    "discovery ends the stream that speaks for another pod, and counts it",
                    SOON,
                    () -> mesh.metric(Mesh.DISCOVERY, DENIED),
                    now -> now > denied);
            var log =
                    eventually(
                            "the proxy with the stolen leaf says why it gets nothing",
                            SOON,
                            () -> namespace.log("thief", "thief-proxy"),
                            text ->
                                    text.contains(
                                            "catalog may not speak for Pod stolen-leaf/thief"));
            assertThat(log).doesNotContain("\"message\":\"ready\"");
            callsAreKeptFromTheThief(namespace);
            foreignLeafIsRefused(namespace);
            assertThat(mesh.metric(Mesh.DISCOVERY, REFUSED))
                    .as("handshakes that discovery refused")
                    .isGreaterThan(strangers);

            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
            assertThat(result.opened()).as("connections, each kept to the end").isEqualTo(4);
        }
    }

    /// The thief's pod counts as meshed, so callers expect its own identity of it, not the one that
    /// it shows.
    private static void callsAreKeptFromTheThief(TestNamespace namespace) {
        var stolen = Traffic.send(namespace, "client", "thief", 5);

        assertThat(stolen.answers()).as("answers of the caller's own proxy").containsOnlyKeys(503);
        assertThat(
                        namespace
                                .proxyMetrics("client")
                                .sum(FAILURES + "\"outbound\",reason=\"spiffe_id\""))
                .as("handshakes that the caller's proxy refused")
                .isPositive();
        assertThat(namespace.log("thief", "tools"))
                .as("what the thief heard")
                .contains("handshake")
                .doesNotContain("GET /items");
    }

    private static void foreignLeafIsRefused(TestNamespace namespace) {
        namespace.runIn("thief", "tools", SOON, "sh", "-c", FOREIGN_LEAF).text();
        var catalog = namespace.pods("catalog").getFirst().getStatus().getPodIP();

        assertThat(call(namespace, Thief.STOLEN, catalog, 8080, "tulle-h1"))
                .as("the caller itself is sound: whoever has a leaf has its identity")
                .startsWith("answered HTTP/1.1 200");
        assertThat(call(namespace, "/tmp", catalog, 8080, "tulle-h1")).startsWith("refused");
        assertThat(
                        namespace
                                .proxyMetrics("catalog")
                                .sum(FAILURES + "\"inbound\",reason=\"unknown_ca\""))
                .as("handshakes that the catalog's proxy refused")
                .isPositive();
        assertThat(call(namespace, "/tmp", "tulle-discovery.tulle-system.svc", 8443, "h2"))
                .startsWith("refused");
    }

    private static String call(
            TestNamespace namespace, String leaf, String host, int port, String protocol) {
        return namespace
                .runIn(
                        "thief",
                        "tools",
                        SOON,
                        "python3",
                        "-c",
                        CALLER,
                        leaf,
                        host,
                        Integer.toString(port),
                        protocol)
                .text();
    }
}
