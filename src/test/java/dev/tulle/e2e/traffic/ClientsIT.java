package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Application;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// HTTP clients as people use them, with a server of Node: each is understood, keeps its version of
/// HTTP, and comes with its identity.
@OnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CALLER = "spiffe://cluster.local/ns/clients/sa/client";

    private final TestNamespace namespace;

    ClientsIT(Mesh mesh) {
        namespace = mesh.namespace("clients");
    }

    @BeforeAll
    void startServerAndClients() {
        namespace.service("server", Map.of("app", "server"), Map.of(80, 8080, 8081, 8081));
        namespace.start(Workload.application("server", "server.js").serving());
        namespace.start(Workload.clients("client"));
    }

    @AfterAll
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void python() {
        var seen = ask("clients.py");

        for (var name : List.of("http.client", "requests", "aiohttp", "httpx")) {
            tenAnswers(seen, name, "1.1");
        }
        tenAnswers(seen, "httpx-2", "2.0");
        assertThat((List<?>) seen.get("aiohttp"))
                .allSatisfy(
                        answer -> assertThat(((Map<?, ?>) answer).get("bytes")).isEqualTo(100_000));
    }

    @Test
    void node() {
        var seen = ask("clients.js");

        tenAnswers(seen, "http", "1.1");
        tenAnswers(seen, "undici", "1.1");
        tenAnswers(seen, "http2", "2.0");
        assertThat(seen.get("websocket"))
                .as("a text, a megabyte, and the code of a clean end")
                .isEqualTo(List.of("hello", true, 1000));
    }

    private Map<?, ?> ask(String file) {
        return namespace.told(Map.class, "client", PATIENCE, new Application(file), "server");
    }

    private static void tenAnswers(Map<?, ?> seen, String name, String protocol) {
        assertThat((List<?>) seen.get(name))
                .as("answers to %s", name)
                .hasSize(10)
                .allSatisfy(answer -> {
                    var said = (Map<?, ?>) answer;
                    assertThat(said.get("caller")).isEqualTo(CALLER);
                    assertThat(said.get("protocol")).isEqualTo(protocol);
                });
    }

    @Test
    void curl() {
        assertThat(run("curl", "-sS", "-w", "%{num_connects}\n", "http://server/[1-3]"))
                .as("one connection is kept")
                .contains("}\n1\n", "}\n0\n", CALLER);
        assertThat(run("curl", "-sS", "--http2-prior-knowledge", "http://server:8081/"))
                .contains("\"protocol\":\"2.0\"", CALLER);
    }

    @Test
    void wrk() {
        assertThat(run("wrk", "-t1", "-c8", "-d1s", "http://server/"))
                .contains("requests in ")
                .doesNotContain("Socket errors", "Non-2xx");
    }

    @Test
    void h2load() {
        assertThat(run("h2load", "--h1", "-c4", "-n400", "http://server/"))
                .contains("400 succeeded, 0 failed");
        assertThat(run("h2load", "-c2", "-m10", "-n400", "http://server:8081/"))
                .contains("400 succeeded, 0 failed");
    }

    private String run(String... command) {
        return namespace.run("client", PATIENCE, command).text();
    }
}
