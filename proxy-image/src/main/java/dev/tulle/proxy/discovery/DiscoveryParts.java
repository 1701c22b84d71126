package dev.tulle.proxy.discovery;

import dev.tulle.proxy.runtime.ConfigObserver;
import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.TrafficTotals;
import dev.tulle.proxy.tls.MeshTls;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What discovery needs of the rest of the proxy.
///
/// @param tls proves who we are, takes the roots that discovery sends, and knows what is in use
/// @param totals what the reports are differences of
public record DiscoveryParts(
        EventLoop control,
        ConfigTarget target,
        MeshTls tls,
        Resolver resolver,
        Supplier<TrafficTotals> totals,
        ConfigObserver observer,
        Ticker ticker,
        Clock clock,
        RandomGenerator random) {

    Uplink uplink(DiscoverySettings settings, Uplink.Listener listener) {
        Link.Dialer dialer =
                new GrpcDialer(
                        settings.authority(),
                        () -> tls.discoveryClient(settings.discoveryId()),
                        control);
        return new Uplink(settings, resolver, dialer, control, random, listener);
    }

    Reporter reporter(String podUid) {
        return new Reporter(
                podUid, totals, () -> tls.inUse().map(IdentityInUse::of), clock, ticker.nanoTime());
    }
}
