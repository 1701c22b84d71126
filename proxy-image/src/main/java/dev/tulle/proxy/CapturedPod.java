package dev.tulle.proxy;

import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.listener.LoopGuard;
import dev.tulle.proxy.listener.SocketOriginalDestination;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.settings.DefaultGateways;
import dev.tulle.proxy.upstream.OwnSource;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// A pod whose connections are captured: ports, special source addresses, and what the kernel
/// tells.
final class CapturedPod {
    static final int OUTBOUND = 15001;
    static final int INBOUND = 15006;
    static final int OPEN_ADMIN = 15020;
    static final int LOCAL_ADMIN = 15000;
    private static final IpAddress SOURCE_V4 = IpAddress.parse("169.254.233.7");
    private static final IpAddress SOURCE_V6 = IpAddress.parse("fd74:756c:6c65::2337");
    private static final Path KERNEL = Path.of("/proc/net");

    private CapturedPod() {}

    static Surroundings surroundings() {
        return new Surroundings(
                new SocketOriginalDestination(),
                new LoopGuard(
                        Set.of(OUTBOUND, INBOUND, OPEN_ADMIN, LOCAL_ADMIN),
                        Set.of(SOURCE_V4, SOURCE_V6)),
                ownSource(),
                new ProbeSources(DefaultGateways.read(KERNEL)));
    }

    /// The init container gave the pod these addresses; without them nothing is captured either.
    static OwnSource ownSource() {
        return new OwnSource(present(SOURCE_V4), present(SOURCE_V6));
    }

    /// Whether the pod has IPv6 at all.
    static boolean hasIpv6() {
        return Files.exists(KERNEL.resolve("if_inet6"));
    }

    private static Optional<InetAddress> present(IpAddress address) {
        try {
            InetAddress inet = InetAddress.getByAddress(address.bytes());
            return NetworkInterface.getByInetAddress(inet) == null
                    ? Optional.empty()
                    : Optional.of(inet);
        } catch (UnknownHostException | SocketException notThere) {
            return Optional.empty();
        }
    }
}
