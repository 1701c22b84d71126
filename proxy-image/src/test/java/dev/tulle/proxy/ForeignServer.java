package dev.tulle.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A real HTTP/1 server in a process of its own that answers every request with its method and
/// target, and tells which it saw.
final class ForeignServer implements AutoCloseable {
    enum Kind {
        NODE,
        PYTHON,
        NGINX,
        HAPROXY
    }

    private static final String NODE_PROGRAM =
            """
            require('http').createServer((request, response) => {
              console.log('200 ' + request.method + ' ' + request.url)
              request.resume().on('end', () => {
                const body = request.method + ' ' + request.url
                response.setHeader('Content-Length', Buffer.byteLength(body))
                response.end(body)
              })
            }).listen(+process.argv[1], '127.0.0.1')
            """;
    private static final String PYTHON_PROGRAM =
            """
            import http.server, sys
            class Handler(http.server.BaseHTTPRequestHandler):
              protocol_version = 'HTTP/1.1'
              def log_message(self, *words): pass
              def send_error(self, code, *words):
                print(code, self.requestline, flush=True)
                super().send_error(code, *words)
              def body(self):
                if 'chunked' in self.headers.get('Transfer-Encoding', '').lower():
                  while size := int(self.rfile.readline().split(b';')[0], 16):
                    self.rfile.read(size + 2)
                  while self.rfile.readline().strip(): pass
                else:
                  self.rfile.read(int(self.headers.get('Content-Length', 0)))
              def __getattr__(self, name):
                if not name.startswith('do_'): raise AttributeError(name)
                return self.any
              def any(self):
                print(200, self.command, self.path, flush=True)
                self.body()
                text = (self.command + ' ' + self.path).encode('iso-8859-1')
                self.send_response(200)
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                if self.command != 'HEAD': self.wfile.write(text)
            http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
            """;

    private final Path directory;
    private final Path seen;
    private final Process process;
    private final int port;

    private ForeignServer(Path directory, Path seen, Process process, int port) {
        this.directory = directory;
        this.seen = seen;
        this.process = process;
        this.port = port;
    }

    static ForeignServer start(Kind kind) throws IOException {
        Path directory = Files.createTempDirectory("server");
        int port = freePort();
        Path out = directory.resolve("out");
        Process process =
                new ProcessBuilder(command(kind, directory, port))
                        .redirectError(directory.resolve("err").toFile())
                        .redirectOutput(out.toFile())
                        .start();
        Path seen = kind == Kind.NGINX ? directory.resolve("seen") : out;
        ForeignServer server = new ForeignServer(directory, seen, process, port);
        Eventually.isTrue(kind + " listens", server::listens);
        return server;
    }

    private static List<String> command(Kind kind, Path directory, int port) throws IOException {
        Path file = directory.resolve("configuration");
        String number = Integer.toString(port);
        return switch (kind) {
            case NODE -> List.of("node", "-e", NODE_PROGRAM, number);
            case PYTHON -> List.of("python3", "-c", PYTHON_PROGRAM, number);
            case NGINX -> {
                Files.writeString(file, nginx(directory, port));
                yield List.of("nginx", "-e", directory + "/error", "-c", file.toString());
            }
            case HAPROXY -> {
                Files.writeString(file, haproxy(port));
                yield List.of("haproxy", "-db", "-f", file.toString());
            }
        };
    }

    private static String nginx(Path directory, int port) {
        return """
        daemon off; pid %1$s/pid; events {}
        http {
          log_format seen '$status $request_method $request_uri'; access_log %1$s/seen seen;
          server { listen 127.0.0.1:%2$d; location / { return 200 "$request_method $request_uri"; } }
        }
        """
                .formatted(directory, port);
    }

    private static String haproxy(int port) {
        return """
        global
          log stdout format raw local0
        defaults
          mode http
          timeout client 1m
          timeout connect 1s
          timeout server 1m
          option dontlognull
        frontend answers
          bind 127.0.0.1:%d
          log global
          log-format "%%ST %%HM %%HU"
          http-request return status 200 content-type text/plain lf-string "%%HM %%HU"
        """
                .formatted(port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /// `STATUS METHOD target` of every request so far.
    List<String> seen() {
        try {
            return Files.readString(seen, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
