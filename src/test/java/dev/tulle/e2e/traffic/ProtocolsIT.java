package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is not HTTP passes as it is: servers that speak first, half-closed connections, the
/// application's own TLS.
@OnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolsIT {
    /// Greets on 2525 before anything is asked, sums up on 7000 what came before the half-close,
    /// speaks TLS on 8443.
    private static final String SERVER =
            """
            import socketserver, ssl, subprocess, threading
            class Greeter(socketserver.BaseRequestHandler):
                def handle(self):
                    self.request.sendall(b'220 greetings\\r\\n')
                    self.request.recv(100)
            class Counter(socketserver.BaseRequestHandler):
                def handle(self):
                    count = 0
                    while data := self.request.recv(65536):
                        count += len(data)
                    self.request.sendall(b'%d bytes' % count)
            class Secret(socketserver.BaseRequestHandler):
                def handle(self):
                    with context.wrap_socket(self.request, server_side=True) as tls:
                        tls.sendall(b'own TLS: ' + tls.recv(100))
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=server',
                            '-keyout', '/tmp/key.pem', '-out', '/tmp/crt.pem'], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain('/tmp/crt.pem', '/tmp/key.pem')
            socketserver.ThreadingTCPServer.allow_reuse_address = True
            for port, handler in ((2525, Greeter), (7000, Counter), (8443, Secret), (8080, Greeter)):
                server = socketserver.ThreadingTCPServer(('', port), handler)
                threading.Thread(target=server.serve_forever).start()
            """;

    private static final String GREETING =
            """
            import socket, time
            times = []
            for _ in range(6):
                start = time.monotonic()
                with socket.create_connection(('server', 2525), timeout=5) as connection:
                    assert connection.recv(100).startswith(b'220')
                times.append(int(1000 * (time.monotonic() - start)))
                connection.close()
            print(*times)
            """;

    private static final String HALF_CLOSE =
            """
            import socket
            with socket.create_connection(('server', 7000), timeout=10) as connection:
                for _ in range(64):
                    connection.sendall(b'x' * 65536)
                connection.shutdown(socket.SHUT_WR)
                print(connection.recv(100).decode())
            """;

    private static final String OWN_TLS =
            """
            import socket, ssl
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with context.wrap_socket(socket.create_connection(('server', 8443), timeout=10)) as connection:
                connection.sendall(b'hello')
                print(connection.recv(100).decode())
            """;

    private TestNamespace namespace;

    ProtocolsIT(Mesh mesh) {
        namespace = mesh.namespace("protocols");
    }

    @BeforeAll
    void startServerAndClient() {
        namespace.start(Workload.python("server", SERVER));
        namespace.start(Workload.client("client"));
        namespace.service(
                "server", Map.of("app", "server"), Map.of(2525, 2525, 7000, 7000, 8443, 8443));
    }

    @org.junit.jupiter.api.AfterAll
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void serverThatSpeaksFirstIsHeardWithin300Milliseconds() {
        var times = python(GREETING).strip().split(" ", -1);

        System.out.println("connect to greeting, ms: " + String.join(" ", times));
        assertThat(times).as("milliseconds").hasSize(6);
        assertThat(List.of(times).subList(1, 6))
                .as(
                        "milliseconds, but for the first, which also asks discovery for the"
                                + " destination")
                .allSatisfy(ms -> assertThat(Integer.parseInt(ms)).isLessThan(300));
    }

    @Test
    void halfClosedConnectionStillGetsItsAnswer() {
        assertThat(python(HALF_CLOSE).strip()).isEqualTo(64 * 65536 + " bytes");
    }

    @Test
    void applicationsOwnTlsPassesThrough() {
        assertThat(python(OWN_TLS).strip()).isEqualTo("own TLS: hello");
    }

    private String python(String script) {
        return namespace.run("client", Duration.ofSeconds(30), "python3", "-c", script).text();
    }
}
