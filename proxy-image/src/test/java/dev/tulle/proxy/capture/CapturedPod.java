package dev.tulle.proxy.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// A pod and another one beside it, as two network namespaces with a wire between them. The pod was
/// captured by the init script; in it live an application and a stub of the proxy.
final class CapturedPod implements AutoCloseable {

    static final int PROXY_UID = 2337;
    static final int APPLICATION_UID = 1000;
    private static final List<String> OPTIONS =
            List.of(
                    "--uid=" + PROXY_UID,
                    "--skip-inbound=9090",
                    "--skip-outbound=4444",
                    "--skip-outbound-cidr=10.80.0.0/24,fd80::/64");

    private final Parts parts;
    private final IptablesKind kind;
    private final Namespace namespace;
    private final Party application;
    private final Party proxy;
    private final Party other;

    private CapturedPod(IptablesKind kind, Parts parts) throws IOException {
        this.parts = parts;
        this.kind = kind;
        kind.prepare(parts.programs());
        namespace = parts.keep(Namespace.make(kind + "-pod"));
        Namespace neighbour = parts.keep(Namespace.make(kind + "-other"));
        connect(neighbour);
        init();
        application = parts.keep(Party.as(APPLICATION_UID, namespace));
        proxy = parts.keep(Party.as(PROXY_UID, namespace));
        other = parts.keep(Party.as(0, neighbour));
        listen();
    }

    static CapturedPod with(IptablesKind kind) throws IOException {
        var parts = new Parts(Files.createTempDirectory("tulle-capture"));
        try {
            return new CapturedPod(kind, parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private void connect(Namespace neighbour) {
        namespace.ip("link add eth0 type veth peer name eth0 netns " + neighbour.name());
        address(neighbour, 1);
        address(namespace, 2);
        neighbour.ip("addr add 10.80.0.1/32 dev lo");
        neighbour.ip("addr add fd80::1/128 dev lo");
        namespace.ip("route add default via 10.79.0.1");
        namespace.ip("-6 route add default via fd79::1");
    }

    private static void address(Namespace end, int host) {
        end.ip("addr add 10.79.0." + host + "/24 dev eth0");
        end.ip("addr add fd79::" + host + "/64 dev eth0 nodad");
        end.ip("link set eth0 up");
    }

    private void listen() {
        application.listen("::", 8080);
        application.listen("::", 9090);
        application.listen("127.0.0.1", 7070);
        application.listen("::1", 7070);
        proxy.listen("127.0.0.1", 15001);
        proxy.listen("::1", 15001);
        proxy.listen("::", 15006);
        proxy.listen("::", 15020);
        for (int port : List.of(53, 4444, 5555)) {
            other.listen("::", port);
        }
    }

    /// Runs the init script; returns what it says.
    String init() {
        return Command.runWith(parts.programs(), namespace.inside(InitScript.command(OPTIONS)))
                .orThrow();
    }

    /// A program of iptables, for instance `ip6tables-save -t nat`.
    String iptables(String command) {
        List<String> line = new ArrayList<>(List.of(kind.program()));
        line.addAll(List.of(command.split(" ")));
        return Command.run(namespace.inside(line)).orThrow();
    }

    Party party(String name) {
        return switch (name) {
            case "app" -> application;
            case "proxy" -> proxy;
            case "other" -> other;
            default -> throw new IllegalArgumentException("nobody is called " + name);
        };
    }

    @Override
    public void close() {
        parts.close();
    }
}
