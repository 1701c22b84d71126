package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Where pods have an address of each family, both are captured, and both carry mutual TLS. Strict:
/// what is not of the mesh would not be answered.
@OnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DualStackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// From which a proxy dials its own application, in the family in which it was called.
    private static final String PROXY_IPV6 = "fd74:756c:6c65::2337";

    private static final String PROXY_IPV4 = "169.254.233.7";

    /// What the server says.
    record Answer(
            String pod, String caller, String protocol, String method, int bytes, String from) {}

    private final TestNamespace namespace;

    DualStackIT(Mesh mesh) {
        assumeTrue(
                mesh
                        .client()
                        .nodes()
                        .list()
                        .getItems()
                        .getFirst()
                        .getStatus()
                        .getAddresses()
                        .stream()
                        .anyMatch(address -> address.getAddress().contains(":")),
                "the cluster has one family of addresses");
        namespace = mesh.namespace("dual-stack");
    }

    @BeforeAll
    void start() {
        namespace.apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: server}
                spec:
                  ipFamilyPolicy: RequireDualStack
                  selector: {app: server}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: server6}
                spec:
                  ipFamilies: [IPv6]
                  selector: {app: server}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """);
        var strict =
                namespace.apply(
                        """
                        apiVersion: mesh.tulle.dev/v1alpha1
                        kind: MeshPolicy
                        metadata: {name: strict}
                        spec: {targetRef: {kind: Namespace}, mtls: {mode: Strict}}
                        """);
        namespace.start(Workload.application("server", "server.js").serving());
        namespace.start(Workload.client("client"));
        Objects.condition(
                namespace.mesh().client(),
                strict.getFirst(),
                ConditionType.PROGRAMMED,
                "True",
                PATIENCE);
    }

    @AfterAll
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void bothFamiliesAreCaptured() {
        assertThat(namespace.pods("client"))
                .allSatisfy(pod ->
                        assertThat(namespace.log(pod.getMetadata().getName(), "tulle-init"))
                                .contains("capturing TCP of IPv4 and IPv6"));
    }

    @Test
    void serviceOfVersion6IsCalledByVersion6AllTheWay() {
        var answer = ask("http://[" + version6("server6") + "]/");

        assertThat(answer.from()).as("%s", answer).isEqualTo(PROXY_IPV6);
        assertThat(ask("http://server6/").from()).isEqualTo(PROXY_IPV6);
    }

    /// Between the proxies the family of the first cluster IP is used.
    @Test
    void serviceOfBothFamiliesIsReachedByEach() {
        assertThat(ask("http://[" + version6("server") + "]/").from()).endsWith(PROXY_IPV4);
        assertThat(ask("http://server/", "-6").from()).endsWith(PROXY_IPV4);
        assertThat(ask("http://server/", "-4").from()).endsWith(PROXY_IPV4);
    }

    @Test
    void podIsReachedByItsAddressOfVersion6() {
        var pod = namespace.pods("server").getFirst();

        assertThat(ask("http://[" + version6(pod) + "]:8080/").pod())
                .isEqualTo(pod.getMetadata().getName());
    }

    private Answer ask(String url, String... options) {
        var command = new ArrayList<>(List.of("curl", "-sf", "-g", "-m", "10"));
        command.addAll(List.of(options));
        command.add(url);
        var answer =
                namespace.json(
                        Answer.class,
                        namespace.run("client", PATIENCE, command.toArray(String[]::new)).text());
        assertThat(answer.caller())
                .as("who asks, as proven by a certificate")
                .isEqualTo("spiffe://cluster.local/ns/dual-stack/sa/client");
        return answer;
    }

    private String version6(String service) {
        var addresses =
                namespace
                        .mesh()
                        .client()
                        .services()
                        .inNamespace(namespace.name())
                        .withName(service)
                        .require()
                        .getSpec()
                        .getClusterIPs();
        return addresses.stream()
                .filter(address -> address.contains(":"))
                .findFirst()
                .orElseThrow();
    }

    private static String version6(Pod pod) {
        return pod.getStatus().getPodIPs().stream()
                .map(PodIP::getIp)
                .filter(address -> address.contains(":"))
                .findFirst()
                .orElseThrow();
    }
}
