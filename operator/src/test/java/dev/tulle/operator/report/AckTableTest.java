package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.report.Report.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckTableTest {

    private static final ProxyRef WEB = new ProxyRef("uid-web", "shop/web");
    private static final ProxyRef API = new ProxyRef("uid-api", "shop/api");
    private static final Standing WAITING = new Standing.Waiting();
    private static final Standing ACKED = new Standing.Acked();
    private static final Standing REJECTED = new Standing.Rejected("INVALID_FIELD", "too heavy");

    private long second = 1_000;
    private final AckTable acks = new AckTable(() -> second);

    @Test
    void countsNobodyForAnObjectThatNoProxyNeeds() {
        acks.seen(new SourceGeneration("split", 4));

        assertThat(row().generation()).isEqualTo(4);
        assertThat(row().counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void countsAProxyAsProgrammedOnceAllItsResourcesAreAcknowledged() {
        acks.seen(new SourceGeneration("split", 1));
        acks.move(WEB, Claim.NONE, claim(1, WAITING));
        acks.move(WEB, Claim.NONE, claim(1, WAITING));

        acks.move(WEB, claim(1, WAITING), claim(1, ACKED));
        Counts half = row().counts();
        acks.move(WEB, claim(1, WAITING), claim(1, ACKED));

        assertThat(half).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(row().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void waitsForNoProxyWhosePodIsNotReady() {
        acks.unready("uid-web");
        acks.move(WEB, Claim.NONE, claim(1, WAITING));
        acks.move(API, Claim.NONE, claim(1, ACKED));
        Counts starting = row().counts();
        second += 100;

        acks.ready("uid-web");

        assertThat(starting).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(row().counts()).isEqualTo(new Counts(2, 1, 0, 0));
        assertThat(row().oldestMissing()).as("it is new to those who wait").isEqualTo(second);
    }

    @Test
    void letsAPodGoThatFallsOutOfReadiness() {
        acks.move(WEB, Claim.NONE, claim(1, WAITING));
        acks.disconnected("uid-web");
        Counts cutOff = row().counts();

        acks.unready("uid-web");

        assertThat(cutOff).isEqualTo(new Counts(1, 0, 0, 1));
        assertThat(row().counts()).isEqualTo(Counts.NONE);
        assertThat(row().waiting()).isEmpty();
    }

    @Test
    void countsWhatAPodRefusesThatIsNotReady() {
        acks.unready("uid-web");
        acks.move(WEB, Claim.NONE, claim(1, WAITING));

        acks.move(WEB, claim(1, WAITING), claim(1, REJECTED));

        assertThat(row().counts()).isEqualTo(new Counts(1, 0, 1, 0));
    }

    @Test
    void countsAReadyPodWithoutAStreamAsStale() {
        acks.unready("uid-web");
        acks.move(WEB, Claim.NONE, claim(1, ACKED));
        acks.disconnected("uid-web");

        acks.ready("uid-web");

        assertThat(row().counts()).isEqualTo(new Counts(1, 1, 0, 1));
    }

    @Test
    void waitsAgainWhenANewGenerationIsSeen() {
        acks.move(WEB, Claim.NONE, claim(1, ACKED));

        acks.seen(new SourceGeneration("split", 2));

        assertThat(row().generation()).isEqualTo(2);
        assertThat(row().counts()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(row().waiting()).containsExactly("shop/web");
        assertThat(row().awaited()).isEqualTo(1);
    }

    @Test
    void keepsTheTimeSinceWhichAProxyHoldsTheObjectOverNewGenerations() {
        acks.move(WEB, Claim.NONE, claim(1, ACKED));
        second += 100;

        acks.move(WEB, claim(1, ACKED), claim(2, WAITING));

        assertThat(row().oldestMissing()).isEqualTo(1_000);
    }

    @Test
    void namesARefusalWithTheProxysSentence() {
        acks.move(WEB, Claim.NONE, claim(1, WAITING));
        acks.move(API, Claim.NONE, claim(1, ACKED));

        acks.move(WEB, claim(1, WAITING), claim(1, REJECTED));

        assertThat(row().counts()).isEqualTo(new Counts(2, 1, 1, 0));
        assertThat(row().rejections())
                .containsExactly(new Report.Refusal("shop/web", "INVALID_FIELD", "too heavy"));
    }

    @Test
    void keepsAProxyWithoutAStreamAsStale() {
        acks.move(WEB, Claim.NONE, claim(1, ACKED));

        acks.disconnected(WEB.podUid());

        assertThat(row().counts()).isEqualTo(new Counts(1, 1, 0, 1));
        assertThat(acks.stale()).containsExactly(WEB.podUid());
    }

    @Test
    void doesNotAwaitAStaleProxyAfterAnEdit() {
        acks.move(WEB, Claim.NONE, claim(1, ACKED));
        acks.disconnected(WEB.podUid());

        acks.seen(new SourceGeneration("split", 2));

        assertThat(row().counts()).isEqualTo(new Counts(1, 0, 0, 1));
        assertThat(row().awaited()).isZero();
    }

    @Test
    void forgetsADroppedProxy() {
        acks.move(WEB, Claim.NONE, claim(1, WAITING));
        acks.disconnected(WEB.podUid());

        acks.dropped(WEB.podUid());

        assertThat(acks.rows()).isEmpty();
        assertThat(acks.stale()).isEmpty();
    }

    @Test
    void countsNothingOfAProxyWhosePodIsBeingDeleted() {
        acks.move(WEB, Claim.NONE, claim(1, ACKED));
        acks.move(API, Claim.NONE, claim(1, ACKED));

        acks.retired(WEB.podUid());
        acks.move(WEB, claim(1, ACKED), claim(2, WAITING));

        assertThat(row().generation()).isEqualTo(1);
        assertThat(row().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void forgetsAnObjectOnceItIsGoneAndNothingMadeFromItIsOut() {
        acks.seen(new SourceGeneration("split", 1));
        acks.move(WEB, Claim.NONE, claim(1, ACKED));

        acks.unseen("split");
        boolean keptWhileHeld = !acks.rows().isEmpty();
        acks.move(WEB, claim(1, ACKED), Claim.NONE);

        assertThat(keptWhileHeld).isTrue();
        assertThat(acks.rows()).isEmpty();
    }

    private Report.ObjectRow row() {
        assertThat(acks.rows()).as("rows of the one object of this test").hasSize(1);
        return acks.rows().getFirst();
    }

    private static Claim claim(long generation, Standing standing) {
        return new Claim(List.of(new SourceGeneration("split", generation)), standing);
    }
}
