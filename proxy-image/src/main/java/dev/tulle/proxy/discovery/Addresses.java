package dev.tulle.proxy.discovery;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses the address to dial: a random one at first, then never the one before while there is
/// another, as with two address families. Which replica answers there is the cluster's choice.
final class Addresses {
    private final RandomGenerator random;
    private @Nullable InetSocketAddress last;

    Addresses(RandomGenerator random) {
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
