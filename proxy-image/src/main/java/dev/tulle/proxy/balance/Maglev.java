package dev.tulle.proxy.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table of slots that the endpoints fill in turn, each in an order of its own, so that all have
/// the same share to within one in a hundred (Eisenbud and others, NSDI 2016). A key's slot names
/// its endpoint; when that one does not pass, the next slots do. A request without a key is
/// balanced as without a table.
final class Maglev<E> implements LoadBalancer<E> {
    private static final int SLOTS_PER_ENDPOINT = 100;
    private static final int FEWEST_SLOTS = 1_009;
    private static final int MOST_SLOTS = 65_537;
    private static final long SKIP_SEED = 1;

    private final Function<? super E, String> name;
    private final LoadBalancer<E> keyless;
    private List<EndpointLoad<E>> loads = List.of();
    private char[] table = {};

    Maglev(Function<? super E, String> name, LoadBalancer<E> keyless) {
        this.name = name;
        this.keyless = keyless;
    }

    @Override
    public void update(List<EndpointLoad<E>> next) {
        keyless.update(next);
        // Turns are taken by name: every proxy has the same table, in whatever order it learns.
        List<EndpointLoad<E>> byName =
                next.stream()
                        .sorted(Comparator.comparing(load -> name.apply(load.endpoint())))
                        .toList();
        if (byName.equals(loads)) {
            return;
        }
        loads = byName;
        table = loads.isEmpty() ? new char[0] : filled(slots(loads.size()));
    }

    /// The smallest prime that gives each endpoint its slots, within bounds.
    private static int slots(int endpoints) {
        int least = Math.clamp((long) endpoints * SLOTS_PER_ENDPOINT, FEWEST_SLOTS, MOST_SLOTS);
        int prime = least | 1;
        while (!isPrime(prime)) {
            prime += 2;
        }
        return prime;
    }

    private static boolean isPrime(int odd) {
        for (int i = 3; i * i <= odd; i += 2) {
            if (odd % i == 0) {
                return false;
            }
        }
        return true;
    }

    private char[] filled(int slots) {
        int[] at = new int[loads.size()];
        int[] skip = new int[loads.size()];
        for (int i = 0; i < at.length; i++) {
            String text = name.apply(loads.get(i).endpoint());
            at[i] = (int) Long.remainderUnsigned(Hashes.of(text, 0), slots);
            skip[i] = (int) Long.remainderUnsigned(Hashes.of(text, SKIP_SEED), slots - 1) + 1;
        }
        char[] filled = new char[slots];
        Arrays.fill(filled, Character.MAX_VALUE);
        int left = slots;
        for (int i = 0; left > 0; i = (i + 1) % at.length) {
            while (filled[at[i]] != Character.MAX_VALUE) {
                at[i] = (at[i] + skip[i]) % slots;
            }
            filled[at[i]] = (char) i;
            left--;
        }
        return filled;
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        if (hash == NO_HASH) {
            return keyless.choose(eligible, NO_HASH);
        }
        if (!EndpointLoads.anyPasses(loads, eligible)) {
            return null;
        }
        int slot = (int) Long.remainderUnsigned(hash, table.length);
        for (int i = 0; i < table.length; i++) {
            EndpointLoad<E> load = loads.get(table[(slot + i) % table.length]);
            if (eligible.test(load.endpoint())) {
                return load;
            }
        }
        return null;
    }
}
