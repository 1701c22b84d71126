package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A trust root expired and identity went on issuing dead certificates (linkerd/linkerd2#3676):
/// here nothing is issued beyond the end of what signs, and the refusal says so.
class OutageO9Test {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void noLeafOutlivesItsAuthorityAndTheRefusalNamesBothTimes() {
        Authority authority = Mints.authority(1);
        Instant end = authority.end();
        int issued = 0;

        for (Instant now = Mints.NOW; now.isBefore(end.plus(DAY)); now = now.plusSeconds(3571)) {
            switch (Mints.issue(authority, now, DAY)) {
                case Issuance.Issued it -> {
                    issued++;
                    assertThat(it.leaf().validity().notAfter())
                            .as("end of a leaf issued at %s", now)
                            .isBeforeOrEqualTo(end);
                    assertThat(Duration.between(now, it.leaf().validity().notAfter()))
                            .as("life of a leaf issued at %s", now)
                            .isGreaterThanOrEqualTo(DAY.dividedBy(10));
                }
                case Issuance.AuthorityEnds refused -> {
                    assertThat(now).isAfter(end.minus(DAY.dividedBy(10)));
                    assertThat(refused.sentence()).contains(end.toString(), now.toString());
                }
            }
        }

        assertThat(issued).isGreaterThan(2000);
    }
}
