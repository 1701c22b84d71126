package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClampTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @ParameterizedTest(name = "wanted {0}, the issuer has {1} left: {2}")
    @CsvSource({
        "PT24H,   P90D,        PT24H",
        "PT24H,   PT24H,       PT24H",
        "PT24H,   PT10H,       PT10H",
        "PT24H,   PT2H24M,     PT2H24M",
        "PT24H,   PT2H23M59S,  ",
        "PT10M,   PT1M,        PT1M",
        "PT10M,   PT59S,       ",
        "PT168H,  PT0S,        ",
        "PT24H,   PT-1H,       ",
    })
    void neverOutlivesTheIssuerAndNeverIssuesARemnant(
            Duration wanted, Duration left, Duration given) {
        Optional<Validity> validity = Clamp.of(NOW, wanted, NOW.plus(left));

        assertThat(validity.map(v -> Duration.between(NOW, v.notAfter())))
                .isEqualTo(Optional.ofNullable(given));
    }

    @ParameterizedTest
    @CsvSource({"PT24H", "PT10M"})
    void isBackdatedByFiveMinutes(Duration wanted) {
        assertThat(Clamp.of(NOW, wanted, NOW.plus(Duration.ofDays(90))))
                .map(Validity::notBefore)
                .contains(NOW.minus(Duration.ofMinutes(5)));
    }
}
