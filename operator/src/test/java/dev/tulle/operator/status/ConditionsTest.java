package dev.tulle.operator.status;

import static dev.tulle.api.condition.ConditionType.ACCEPTED;
import static dev.tulle.api.condition.ConditionType.PROVIDER_READY;
import static dev.tulle.api.condition.ConditionType.READY;
import static dev.tulle.api.condition.ConditionType.STALLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.750Z");
    private static final Instant LATER = NOON.plusSeconds(90);
    private static final List<ConditionType> KIND = List.of(READY, STALLED, PROVIDER_READY);

    @Test
    void firstVisitWritesEveryConditionOfTheKind() {
        List<MeshCondition> merged =
                Conditions.merge(KIND, null, List.of(holds("17 of 17")), 3, NOON);

        assertThat(merged)
                .extracting(MeshCondition::type, MeshCondition::status, MeshCondition::reason)
                .containsExactly(
                        tuple("ProviderReady", "Unknown", "Pending"),
                        tuple("Ready", "True", "Valid"),
                        tuple("Stalled", "Unknown", "Pending"));
        assertThat(merged).allMatch(c -> c.lastTransitionTime().equals("2026-11-20T12:00:00Z"));
        assertThat(merged).allMatch(c -> Long.valueOf(3).equals(c.observedGeneration()));
    }

    @Test
    void transitionTimeStaysWhileStatusDoes() {
        List<MeshCondition> stored =
                Conditions.merge(KIND, null, List.of(holds("17 of 17")), 3, NOON);

        List<MeshCondition> merged =
                Conditions.merge(KIND, stored, List.of(holds("18 of 18")), 4, LATER);

        MeshCondition ready = Conditions.find(merged, READY);
        assertThat(ready)
                .isEqualTo(
                        new MeshCondition(
                                "Ready", "True", "Valid", "18 of 18", "2026-11-20T12:00:00Z", 4L));
    }

    @Test
    void transitionTimeMovesWhenStatusFlips() {
        List<MeshCondition> stored =
                Conditions.merge(KIND, null, List.of(holds("17 of 17")), 3, NOON);
        Finding overdue = Finding.fails(READY, Reason.CERTIFICATES_OVERDUE, "2 overdue");

        List<MeshCondition> merged = Conditions.merge(KIND, stored, List.of(overdue), 3, LATER);

        assertThat(merged.get(1).status()).isEqualTo("False");
        assertThat(merged.get(1).lastTransitionTime()).isEqualTo("2026-11-20T12:01:30Z");
    }

    @Test
    void conditionsOfAnotherReleaseAreLeftBehind() {
        MeshCondition foreign =
                new MeshCondition("Rotating", "True", "Draining", "", "2026-11-20T12:00:00Z", 1L);

        List<MeshCondition> merged = Conditions.merge(KIND, List.of(foreign), List.of(), 1, LATER);

        assertThat(merged).extracting(MeshCondition::type).doesNotContain("Rotating");
    }

    @Test
    void refusesConditionThatTheKindLacks() {
        Finding accepted = Finding.holds(ACCEPTED, Reason.ACCEPTED, "");

        assertThatThrownBy(() -> Conditions.merge(KIND, null, List.of(accepted), 1, NOON))
                .hasMessageContaining("no condition Accepted");
    }

    @Test
    void stalledRepeatsReadyWhenHumanMustAct() {
        Finding expired = Finding.fails(READY, Reason.ISSUER_EXPIRED, "ended yesterday");

        assertThat(Conditions.stalled(expired))
                .isEqualTo(Finding.holds(STALLED, Reason.ISSUER_EXPIRED, "ended yesterday"));
        assertThat(Conditions.stalled(Finding.fails(READY, Reason.SERVICE_NOT_FOUND, "no web")))
                .returns(Reason.AS_EXPECTED, Finding::reason)
                .returns(Finding.Verdict.FALSE, Finding::verdict);
        assertThat(Conditions.stalled(holds("17 of 17")).reason()).isEqualTo(Reason.AS_EXPECTED);
    }

    @Test
    void messageNeverExceedsTheSchema() {
        Finding long5000 = Finding.fails(READY, Reason.INVALID, "x".repeat(5000));

        assertThat(long5000.message()).hasSize(4096).endsWith("…");
    }

    private static Finding holds(String message) {
        return Finding.holds(READY, Reason.VALID, message);
    }
}
