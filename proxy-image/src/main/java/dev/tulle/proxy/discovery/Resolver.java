package dev.tulle.proxy.discovery;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Finds discovery.
@FunctionalInterface
public interface Resolver {
    /// All addresses there are; fails when there is none.
    CompletionStage<List<InetSocketAddress>> resolve(String host, int port);
}
