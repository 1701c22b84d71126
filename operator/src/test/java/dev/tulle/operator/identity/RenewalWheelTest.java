package dev.tulle.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RenewalWheelTest {
    private static final Instant NOW = Fixtures.NOW;
    private static final ObjectName WEB = Fixtures.WEB_SECRET;

    private final RenewalWheel wheel = new RenewalWheel(new Random(7));

    @Test
    void drawsEachPointBetween45And55PercentAndNotTheSameOne() {
        List<Instant> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(wheel.draw().between(NOW, NOW.plus(Fixtures.DAY)));
        }

        assertThat(points)
                .allMatch(point -> !point.isBefore(NOW.plus(Duration.ofMinutes(648))))
                .allMatch(point -> !point.isAfter(NOW.plus(Duration.ofMinutes(792))));
        assertThat(Set.copyOf(points)).as("different points").hasSizeGreaterThan(900);
    }

    @Test
    void aShortLifeIsRenewedAtItsHalfToo() {
        assertThat(wheel.draw().between(NOW, NOW.plus(Duration.ofMinutes(10))))
                .isBetween(NOW.plusSeconds(270), NOW.plusSeconds(330));
    }

    @Test
    void whatWasNeverWrittenMayBeWrittenNow() {
        assertThat(wheel.readyAt(WEB)).isBefore(NOW);
        assertThat(wheel.hasFailed(WEB)).isFalse();
    }

    @Test
    void anIdentityIsWrittenAtMostOnceIn10Seconds() {
        wheel.succeeded(WEB, NOW);

        assertThat(wheel.readyAt(WEB)).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void theWaitDoublesFromHalfASecondTo150SecondsWithin20Percent() {
        long plain = 500;
        for (int failure = 1; failure <= 20; failure++) {
            wheel.failed(WEB, NOW);

            long wait = Duration.between(NOW, wheel.readyAt(WEB)).toMillis();
            assertThat(wait)
                    .as("wait after failure %d", failure)
                    .isBetween(plain * 8 / 10, Math.min(plain * 12 / 10, 150_000));
            plain = Math.min(plain * 2, 150_000);
        }
        assertThat(wheel.hasFailed(WEB)).isTrue();
    }

    @Test
    void twoIdentitiesWaitEachForThemselves() {
        wheel.failed(WEB, NOW);

        assertThat(wheel.readyAt(ObjectName.of("shop", "tulle-id-db"))).isBefore(NOW);
    }

    @Test
    void aSuccessEndsTheDoubling() {
        for (int i = 0; i < 6; i++) {
            wheel.failed(WEB, NOW);
        }
        wheel.succeeded(WEB, NOW);
        wheel.failed(WEB, NOW);

        assertThat(wheel.readyAt(WEB)).isBefore(NOW.plusSeconds(1));
    }

    @Test
    void aNewSignerEndsTheWaitOfFailuresButNotTheDistanceOfWrites() {
        ObjectName other = ObjectName.of("shop", "tulle-id-db");
        wheel.failed(WEB, NOW);
        wheel.succeeded(other, NOW);

        wheel.forgive();

        assertThat(wheel.readyAt(WEB)).isEqualTo(Instant.EPOCH);
        assertThat(wheel.readyAt(other)).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void whatIsGoneIsForgottenOnceItsWaitIsOver() {
        wheel.succeeded(WEB, NOW);

        wheel.keepOnly(Set.of(), NOW.plusSeconds(5));
        assertThat(wheel.readyAt(WEB)).isEqualTo(NOW.plusSeconds(10));
        wheel.keepOnly(Set.of(), NOW.plusSeconds(11));
        assertThat(wheel.readyAt(WEB)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        RandomGenerator one = new Random(3);
        RandomGenerator two = new Random(3);

        assertThat(new RenewalWheel(one).draw()).isEqualTo(new RenewalWheel(two).draw());
    }
}
