package dev.tulle.proxy.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// By the resolver of the system. It blocks for seconds when DNS is away, so it needs a thread that
/// nothing else waits for.
public final class DnsResolver implements Resolver {
    private final Executor blocking;

    public DnsResolver(Executor blocking) {
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<List<InetSocketAddress>> resolve(String host, int port) {
        return CompletableFuture.supplyAsync(() -> lookUp(host, port), blocking);
    }

    private static List<InetSocketAddress> lookUp(String host, int port) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new CompletionException("DNS has no address for " + host, e);
        }
    }
}
