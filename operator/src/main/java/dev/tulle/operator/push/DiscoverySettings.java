package dev.tulle.operator.push;

import java.time.Duration;

/// Numbers of the server.
///
/// @param port where it listens; 0 takes any free one
/// @param maxAge how long a connection lives, give or take 10 %: replicas even out after a roll
/// @param goodbye over how long streams are ended when discovery stops
public record DiscoverySettings(int port, Duration maxAge, Duration goodbye) {

    public static DiscoverySettings at(int port) {
        return new DiscoverySettings(port, Duration.ofMinutes(30), Duration.ofSeconds(5));
    }
}
