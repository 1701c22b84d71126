package dev.tulle.proxy.admin;

import dev.tulle.proxy.model.IpAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The local address from which a connection to the own application leaves uncaptured.
@FunctionalInterface
public interface SourceAddress {
    /// Empty where nothing is captured.
    Optional<InetSocketAddress> towards(IpAddress application);
}
