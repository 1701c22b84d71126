package dev.tulle.proxy;

import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// HAProxy as the caller's side of the mesh hop: takes bytes on loopback and sends them to a proxy
/// by mutual TLS with a certificate of the mesh and one of its ALPN names, for judges that have
/// neither.
final class MeshHop implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final InetSocketAddress address;

    private MeshHop(Path directory, Process process, InetSocketAddress address) {
        this.directory = directory;
        this.process = process;
        this.address = address;
    }

    static MeshHop to(InetSocketAddress inbound, TestAuthority authority, String alpn)
            throws IOException {
        Path directory = Files.createTempDirectory("hop");
        String id = "spiffe://" + TestPod.TRUST_DOMAIN + "/ns/test/sa/judge";
        TestAuthority.write(directory, authority.leaf(id), authority.roots(1));
        Path data = directory.resolve("..data");
        Path pem = directory.resolve("leaf.pem");
        Files.writeString(
                pem,
                Files.readString(data.resolve("tls.crt"))
                        + Files.readString(data.resolve("tls.key")));
        InetSocketAddress address = free();
        Path configuration = directory.resolve("hop.cfg");
        Files.writeString(
                configuration,
                """
                defaults
                  mode tcp
                  timeout client 1m
                  timeout server 1m
                  timeout connect 5s
                listen hop
                  bind 127.0.0.1:%d
                  server called 127.0.0.1:%d ssl crt %s ca-file %s verify required alpn %s
                """
                        .formatted(
                                address.getPort(),
                                inbound.getPort(),
                                pem,
                                data.resolve("ca.crt"),
                                alpn));
        Process process =
                new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        MeshHop hop = new MeshHop(directory, process, address);
        Eventually.isTrue("HAProxy listens", hop::listens);
        return hop;
    }

    private static InetSocketAddress free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(address, 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    InetSocketAddress address() {
        return address;
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
