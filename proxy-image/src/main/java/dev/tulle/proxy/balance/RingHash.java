package dev.tulle.proxy.balance;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Every endpoint stands on a ring at many points; a key goes to the first point behind its hash
/// whose endpoint passes. An endpoint that leaves gives its keys away, all others keep theirs. A
/// request without a key is balanced as without a ring.
final class RingHash<E> implements LoadBalancer<E> {
    private static final int POINTS = 128;

    /// Of the whole ring: with more than 512 endpoints each has fewer points.
    private static final int MOST_POINTS = 65_536;

    private final Function<? super E, String> name;
    private final LoadBalancer<E> keyless;
    private List<EndpointLoad<E>> loads = List.of();
    private long[] points = {};
    private EndpointLoad<E>[] owners = array(0);

    RingHash(Function<? super E, String> name, LoadBalancer<E> keyless) {
        this.name = name;
        this.keyless = keyless;
    }

    @Override
    public void update(List<EndpointLoad<E>> next) {
        keyless.update(next);
        if (next.equals(loads)) {
            return;
        }
        loads = List.copyOf(next);
        int each = Math.min(POINTS, MOST_POINTS / Math.max(1, next.size()));
        Point<E>[] ring = points(next.size() * each);
        int at = 0;
        for (EndpointLoad<E> load : next) {
            String text = name.apply(load.endpoint());
            for (int i = 0; i < each; i++) {
                ring[at++] = new Point<>(Hashes.of(text, i), load);
            }
        }
        Arrays.sort(ring, (one, other) -> Long.compareUnsigned(one.hash, other.hash));
        points = new long[ring.length];
        owners = array(ring.length);
        for (int i = 0; i < ring.length; i++) {
            points[i] = ring[i].hash;
            owners[i] = ring[i].owner;
        }
    }

    private record Point<E>(long hash, EndpointLoad<E> owner) {}

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        if (hash == NO_HASH) {
            return keyless.choose(eligible, NO_HASH);
        }
        int from = firstAtOrBehind(hash);
        int tries = EndpointLoads.anyPasses(loads, eligible) ? owners.length : 0;
        for (int i = 0; i < tries; i++) {
            EndpointLoad<E> owner = owners[(from + i) % owners.length];
            if (eligible.test(owner.endpoint())) {
                return owner;
            }
        }
        return null;
    }

    private int firstAtOrBehind(long hash) {
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(points[middle], hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    private static <E> EndpointLoad<E>[] array(int length) {
        return new EndpointLoad[length];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    private static <E> Point<E>[] points(int length) {
        return new Point[length];
    }
}
