package dev.tulle.proxy.settings;

import dev.tulle.proxy.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The default gateways of the pod, as the kernel lists them (proc(5), /proc/net/route and
/// ipv6_route).
public final class DefaultGateways {
    private static final int ROUTE_FLAGS = 3;
    private static final int GATEWAY_FLAG = 2;

    private DefaultGateways() {}

    /// Reads `route` and `ipv6_route` of a directory, usually /proc/net; a file that is not there
    /// holds no gateway.
    public static Set<IpAddress> read(Path directory) {
        Set<IpAddress> gateways = new HashSet<>();
        for (String line : lines(directory.resolve("route"))) {
            String[] columns = line.split("\\s+", -1);
            if (columns.length > ROUTE_FLAGS && columns[1].equals("00000000")) {
                addIpv4(columns[2], columns[ROUTE_FLAGS], gateways);
            }
        }
        for (String line : lines(directory.resolve("ipv6_route"))) {
            String[] columns = line.trim().split("\\s+", -1);
            boolean all = columns.length > 4 && columns[0].matches("0{32}");
            if (all && columns[1].equals("00") && !columns[4].matches("0{32}")) {
                gateways.add(IpAddress.of(HexFormat.of().parseHex(columns[4])));
            }
        }
        return gateways;
    }

    /// The number is printed in the machine's own order, least significant byte first on both of
    /// ours.
    private static void addIpv4(String gateway, String flags, Set<IpAddress> gateways) {
        if ((Integer.parseInt(flags, 16) & GATEWAY_FLAG) != 0) {
            gateways.add(
                    IpAddress.ofIpv4(Integer.reverseBytes(Integer.parseUnsignedInt(gateway, 16))));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
