package dev.tulle.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The cheaper of two distinct draws. A cost grows with the expected response time and the requests
/// under way, and steeply with the failure rate. The time of an endpoint that failed lately says
/// how soon it fails, not how soon it answers, and counts as no shorter than the other's: an
/// endpoint that fails fast attracts no load.
final class PeakEwma<E> implements LoadBalancer<E> {
    /// Equal pods differ by a hundredth now and by a third at the next sample. Ranked by such
    /// differences, six of them got 62, 61, 59, 22, 17 and 14 of 235 calls made one at a time.
    private static final double MARGIN = 1.5;

    /// Who has failed lately is given no margin, and no credit for its time.
    private static final double TRUSTED = 0.95;

    private final TwoDraws<E> draws;

    PeakEwma(RandomGenerator random) {
        this.draws = new TwoDraws<>(PeakEwma::cheaper, random);
    }

    @Override
    public void update(List<EndpointLoad<E>> loads) {
        draws.update(loads);
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        return draws.choose(eligible);
    }

    private static boolean cheaper(EndpointLoad<?> first, EndpointLoad<?> second) {
        double success1 = first.success();
        double success2 = second.success();
        double millis1 = first.millis();
        double millis2 = second.millis();
        double slower = Math.max(millis1, millis2);
        boolean trusted1 = success1 >= TRUSTED;
        double cost1 = first.cost(trusted1 ? millis1 : slower, success1);
        double cost2 = second.cost(success2 >= TRUSTED ? millis2 : slower, success2);
        return cost2 * (trusted1 ? MARGIN : 1) < cost1;
    }
}
