package dev.tulle.proxy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An application behind a proxy: takes connections and gives each to a script on a thread of its
/// own.
final class TestApplication implements AutoCloseable {
    private final ServerSocket server;
    final AtomicInteger connections = new AtomicInteger();

    /// What a script counts.
    final AtomicInteger sent = new AtomicInteger();

    private int lastSent = -1;
    private int rounds;
    final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

    /// What the application does on one connection.
    interface Script {
        void run(TestApplication application, InputStream in, OutputStream out) throws IOException;
    }

    private TestApplication(ServerSocket server) {
        this.server = server;
    }

    static TestApplication with(Script script) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestApplication application = new TestApplication(server);
        Thread.ofVirtual().start(() -> application.accept(script));
        return application;
    }

    /// Answers every request with its name, keeping connections open.
    static TestApplication named(String name) throws IOException {
        return with((application, in, out) -> {
            while (true) {
                String head = application.head(in);
                if (head.isEmpty()) {
                    return;
                }
                in.readNBytes(length(head));
                out.write(
                        ("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name)
                                .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        });
    }

    static int length(String head) {
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                return Integer.parseInt(line.substring(16));
            }
        }
        return 0;
    }

    /// Reads up to the empty line; empty at the end of the connection.
    String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        heads.add(head.toString());
        return head.toString();
    }

    /// Whether the count did not change for the last 100 looks.
    boolean standsStill() {
        int now = sent.get();
        rounds = now == lastSent ? rounds + 1 : 0;
        lastSent = now;
        return rounds > 100;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> run(script, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void run(Script script, Socket socket) {
        try (socket) {
            script.run(
                    this,
                    new BufferedInputStream(socket.getInputStream()),
                    new BufferedOutputStream(socket.getOutputStream()));
        } catch (IOException brokenByTheOtherSide) {
            heads.add("broken: " + brokenByTheOtherSide.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
