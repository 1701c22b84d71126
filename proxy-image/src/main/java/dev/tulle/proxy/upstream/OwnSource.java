package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where connections to the own application come from: an address that capture leaves alone, by
/// family. Empty where there is no capture.
public record OwnSource(Optional<InetAddress> ipv4, Optional<InetAddress> ipv6) {
    public static OwnSource none() {
        return new OwnSource(Optional.empty(), Optional.empty());
    }

    /// The local end of a connection to an address of the own pod.
    public Optional<InetSocketAddress> towards(IpAddress application) {
        Optional<InetAddress> source = application.isIpv4() ? ipv4 : ipv6;
        return source.map(from -> new InetSocketAddress(from, 0));
    }
}
