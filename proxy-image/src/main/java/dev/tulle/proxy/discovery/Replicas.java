package dev.tulle.proxy.discovery;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses the replica to dial: a random one at first, then never the one before while there is
/// another.
final class Replicas {
    private final RandomGenerator random;
    private @Nullable InetSocketAddress last;

    Replicas(RandomGenerator random) {
        this.random = random;
    }

    InetSocketAddress choose(List<InetSocketAddress> resolved) {
        List<InetSocketAddress> others =
                resolved.stream().filter(each -> !each.equals(last)).toList();
        List<InetSocketAddress> from = others.isEmpty() ? resolved : others;
        InetSocketAddress chosen = from.get(random.nextInt(from.size()));
        last = chosen;
        return chosen;
    }
}
