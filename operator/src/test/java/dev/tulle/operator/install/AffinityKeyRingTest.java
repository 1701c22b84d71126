package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.SigningKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AffinityKeyRingTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");

    private byte last;

    private SigningKey nextKey() {
        byte[] key = new byte[SigningKey.LENGTH];
        Arrays.fill(key, ++last);
        return SigningKey.of(key);
    }

    private static String text(AffinityKeyRing ring) {
        return ring.signing().bytes()[0]
                + " signs, also "
                + ring.other().bytes()[0]
                + ", "
                + ring.step();
    }

    @Test
    void announcesAKeyBeforeItSignsAndBelievesItAfterwards() {
        AffinityKeyRing first = AffinityKeyRing.first(this::nextKey, BEGIN);
        Instant month = BEGIN.plus(Duration.ofDays(30));
        Instant day = month.plus(Duration.ofDays(1));

        assertThat(first.next(this::nextKey, month.minusSeconds(1))).isEmpty();
        AffinityKeyRing announced = first.next(this::nextKey, month).orElseThrow();
        assertThat(announced.next(this::nextKey, day.minusSeconds(1))).isEmpty();
        AffinityKeyRing changed = announced.next(this::nextKey, day).orElseThrow();

        assertThat(text(first)).isEqualTo("1 signs, also 2, SIGNING");
        assertThat(text(announced)).isEqualTo("1 signs, also 3, ANNOUNCING");
        assertThat(text(changed)).isEqualTo("3 signs, also 1, SIGNING");
        assertThat(
                        changed.next(this::nextKey, day.plus(Duration.ofDays(30)))
                                .map(AffinityKeyRingTest::text))
                .contains("3 signs, also 4, ANNOUNCING");
    }

    @Test
    void isReadAsItWasWritten() {
        AffinityKeyRing ring = AffinityKeyRing.first(this::nextKey, BEGIN);

        Optional<AffinityKeyRing> read =
                AffinityKeySecret.read(AffinityKeySecret.of("tulle-system", ring));

        assertThat(read.map(AffinityKeyRingTest::text)).contains(text(ring));
        assertThat(read.map(AffinityKeyRing::since)).contains(BEGIN);
    }

    @Test
    void isNothingWhenSomebodyMadeSomethingElseOfIt() {
        Secret good =
                AffinityKeySecret.of("tulle-system", AffinityKeyRing.first(this::nextKey, BEGIN));

        assertThat(AffinityKeySecret.read(new SecretBuilder(good).withData(null).build()))
                .isEmpty();
        assertThat(
                        AffinityKeySecret.read(
                                new SecretBuilder(good)
                                        .addToData(Map.of(AffinityKeysView.OTHER, "AAAA"))
                                        .build()))
                .isEmpty();
        assertThat(
                        AffinityKeySecret.read(
                                new SecretBuilder(good)
                                        .editMetadata()
                                        .withAnnotations(Map.of())
                                        .endMetadata()
                                        .build()))
                .isEmpty();
    }

    @Test
    void showsNoKey() {
        assertThat(AffinityKeyRing.first(this::nextKey, BEGIN))
                .asString()
                .contains("[redacted]")
                .doesNotContain("AQEB", "AgIC");
    }
}
