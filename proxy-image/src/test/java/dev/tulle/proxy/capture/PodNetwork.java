package dev.tulle.proxy.capture;

import java.util.List;
import java.util.stream.Stream;

/// The addresses of two pods on one wire: of one family, or of both.
enum PodNetwork {
    DUAL_STACK("10.79.0.1/30 fd79::1/64", "10.79.0.2/30 fd79::2/64"),
    IPV6_ONLY("fd79::1/64", "fd79::2/64");

    private final String client;
    private final String server;

    PodNetwork(String client, String server) {
        this.client = client;
        this.server = server;
    }

    List<String> clientAddresses() {
        return plain(client);
    }

    List<String> serverAddresses() {
        return plain(server);
    }

    /// Gives the client's end of the wire its addresses and takes it into use.
    void wireClient(Namespace pod) {
        wire(pod, client);
    }

    void wireServer(Namespace pod) {
        wire(pod, server);
    }

    /// How an address stands in `host:port` and in a URL.
    static String inUrl(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    private static void wire(Namespace pod, String addresses) {
        for (String address : addresses.split(" ", -1)) {
            // Nobody else is on this wire: a search for duplicates only takes seconds.
            pod.ip("addr add " + address + " dev eth0" + (address.contains(":") ? " nodad" : ""));
        }
        pod.ip("link set eth0 up");
    }

    private static List<String> plain(String addresses) {
        return Stream.of(addresses.split(" ", -1))
                .map(address -> address.substring(0, address.indexOf('/')))
                .toList();
    }
}
