package dev.tulle.proxy.balance;

import java.util.random.RandomGenerator;

/// Which level of endpoints a request goes to. The first level takes all while at least 5 of 7 of
/// its ready endpoints are eligible; below that it takes 1.4 times the eligible share, and the rest
/// spills to the next level in the same way (Envoy's formula). What no level can take is divided
/// among them as if nothing were missing.
public final class SpillOver {
    private static final double OVERPROVISIONING = 1.4;

    private SpillOver() {}

    /// The index of a level, or -1 when none has an eligible endpoint.
    public static int level(int[] eligible, int[] ready, RandomGenerator random) {
        double total = 0;
        for (int i = 0; i < eligible.length; i++) {
            total += share(eligible[i], ready[i], total);
        }
        if (total == 0) {
            return -1;
        }
        double rest = random.nextDouble() * total;
        double taken = 0;
        int last = -1;
        for (int i = 0; i < eligible.length; i++) {
            double share = share(eligible[i], ready[i], taken);
            taken += share;
            if (share > 0) {
                last = i;
                if (rest < taken) {
                    break;
                }
            }
        }
        return last;
    }

    private static double share(int eligible, int ready, double taken) {
        return ready == 0 ? 0 : Math.min(1 - taken, OVERPROVISIONING * eligible / ready);
    }
}
