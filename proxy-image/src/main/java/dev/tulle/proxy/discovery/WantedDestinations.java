package dev.tulle.proxy.discovery;

import dev.tulle.proxy.model.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/// Which destinations this proxy is subscribed to: those that were called, least recently used out
/// first. Bounded in number and in rate, for an application may call any address.
final class WantedDestinations {
    /// So many leave at once when it is full: looking for the oldest is dear.
    private static final int EVICTED_TOGETHER = 64;

    /// How many there may be, how long unused, and how fast new ones may come.
    record Limits(int most, Duration idle, int perSecond, int burst) {
        static final Limits USUAL = new Limits(2_048, Duration.ofMinutes(10), 200, 1_000);
    }

    private final Limits limits;
    private final Map<Address, Long> wantedNanos = new HashMap<>();
    private final ToLongFunction<Address> lastUsedNanos;
    private final TokenBucket bucket;

    WantedDestinations(Limits limits, ToLongFunction<Address> lastUsedNanos, long nowNanos) {
        this.limits = limits;
        this.lastUsedNanos = lastUsedNanos;
        this.bucket = new TokenBucket(limits.perSecond(), limits.burst(), nowNanos);
    }

    /// Whether discovery may be asked for the address now.
    boolean admit(Address destination, long nowNanos) {
        if (!bucket.take(nowNanos)) {
            return false;
        }
        wantedNanos.put(destination, nowNanos);
        return true;
    }

    /// Keeps on being subscribed to what an earlier run of this proxy knew.
    void remember(Address destination, long nowNanos) {
        if (wantedNanos.size() < limits.most()) {
            wantedNanos.put(destination, nowNanos);
        }
    }

    Set<Address> all() {
        return wantedNanos.keySet();
    }

    /// Removes and gives what is too much; `keep` was asked for just now and stays.
    List<Address> evictSurplus(Collection<Address> keep) {
        if (wantedNanos.size() <= limits.most()) {
            return List.of();
        }
        List<Address> evicted =
                wantedNanos.keySet().stream()
                        .filter(each -> !keep.contains(each))
                        .sorted(Comparator.comparingLong(this::lastSeenNanos))
                        .limit(wantedNanos.size() - limits.most() + EVICTED_TOGETHER)
                        .toList();
        evicted.forEach(wantedNanos::remove);
        return evicted;
    }

    /// Removes and gives what nobody used for a while.
    List<Address> evictIdle(long nowNanos) {
        List<Address> idle = new ArrayList<>();
        for (Address each : wantedNanos.keySet()) {
            if (nowNanos - lastSeenNanos(each) >= limits.idle().toNanos()) {
                idle.add(each);
            }
        }
        idle.forEach(wantedNanos::remove);
        return idle;
    }

    private long lastSeenNanos(Address destination) {
        long wanted = wantedNanos.getOrDefault(destination, Long.MIN_VALUE);
        return Math.max(wanted, lastUsedNanos.applyAsLong(destination));
    }
}
