package dev.tulle.operator.status;

import static dev.tulle.api.condition.ConditionType.PROVIDER_READY;
import static dev.tulle.api.condition.ConditionType.READY;
import static dev.tulle.api.condition.ConditionType.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

    private final HandClock clock = new HandClock();
    private final List<String> told = new ArrayList<>();
    private final StatusWriter writer = new StatusWriter(clock, new Recorder());

    @Test
    void patchIsAFreshObjectWithNameUidAndStatusOnly() {
        CertificateAuthority stored = authority(null, "1");
        stored.getMetadata().getLabels().put("team", "a");

        UpdateControl<CertificateAuthority> control = write(stored, Reason.VALID, 17);

        CertificateAuthority patch = control.getResource().orElseThrow();
        assertThat(control.isPatchStatus()).isTrue();
        assertThat(patch).isNotSameAs(stored);
        assertThat(patch.getSpec()).isNull();
        assertThat(patch.getMetadata())
                .isEqualTo(
                        new ObjectMetaBuilder()
                                .withName("default")
                                .withUid(stored.getMetadata().getUid())
                                .build());
        assertThat(patch.getStatus().conditions()).hasSize(3);
        assertThat(stored.getStatus()).as("the cached object is never touched").isNull();
    }

    @Test
    void secondVisitWithTheSameFindingsWritesNothing() {
        CertificateAuthorityStatus first = written(authority(null, "1"), Reason.VALID, 17);
        clock.advance(Duration.ofMinutes(5));

        UpdateControl<CertificateAuthority> second = write(authority(first, "2"), Reason.VALID, 17);

        assertThat(second.isNoUpdate()).isTrue();
        assertThat(second.getScheduleDelay()).isEmpty();
    }

    @Test
    void staleCacheDoesNotMoveTransitionTimes() {
        CertificateAuthorityStatus first = written(authority(null, "1"), Reason.VALID, 17);
        clock.advance(Duration.ofSeconds(3));

        CertificateAuthorityStatus again = written(authority(null, "1"), Reason.VALID, 17);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void countsAloneGatherForTwoSeconds() {
        CertificateAuthorityStatus first = written(authority(null, "1"), Reason.VALID, 17);
        clock.advance(Duration.ofMillis(500));

        UpdateControl<CertificateAuthority> early = write(authority(first, "2"), Reason.VALID, 18);
        clock.advance(Duration.ofMillis(1500));
        UpdateControl<CertificateAuthority> due = write(authority(first, "2"), Reason.VALID, 18);

        assertThat(early.isNoUpdate()).isTrue();
        assertThat(early.getScheduleDelay()).contains(1_500L);
        assertThat(due.isPatchStatus()).isTrue();
        assertThat(told).containsExactly("FLIP", "Ready=True/Valid", "COUNTS");
    }

    @Test
    void fourthFlipInARowWaits() {
        CertificateAuthorityStatus status = null;
        for (int i = 0; i < 3; i++) {
            Reason reason = i % 2 == 0 ? Reason.VALID : Reason.CERTIFICATES_OVERDUE;
            status = written(authority(status, "" + i), reason, 17);
        }

        UpdateControl<CertificateAuthority> fourth =
                write(authority(status, "9"), Reason.CERTIFICATES_OVERDUE, 17);

        assertThat(fourth.isNoUpdate()).isTrue();
        assertThat(fourth.getScheduleDelay()).contains(2_000L);
    }

    @Test
    void editDoesNotWaitForTheFlipsBeforeIt() {
        CertificateAuthorityStatus status = null;
        for (int i = 0; i < 3; i++) {
            Reason reason = i % 2 == 0 ? Reason.VALID : Reason.CERTIFICATES_OVERDUE;
            status = written(authority(status, "" + i), reason, 17);
        }
        CertificateAuthority edited = authority(status, "9");
        edited.getMetadata().setGeneration(2L);

        assertThat(written(edited, Reason.CERTIFICATES_OVERDUE, 17).observedGeneration())
                .isEqualTo(2);
    }

    @Test
    void newGenerationCountsAsAFlip() {
        CertificateAuthorityStatus first = written(authority(null, "1"), Reason.VALID, 17);
        CertificateAuthority edited = authority(first, "2");
        edited.getMetadata().setGeneration(2L);

        assertThat(written(edited, Reason.VALID, 17).observedGeneration()).isEqualTo(2);
    }

    private CertificateAuthorityStatus written(
            CertificateAuthority stored, Reason reason, int workloads) {
        return write(stored, reason, workloads).getResource().orElseThrow().getStatus();
    }

    private UpdateControl<CertificateAuthority> write(
            CertificateAuthority stored, Reason reason, int workloads) {
        Finding ready =
                reason == Reason.VALID
                        ? Finding.holds(READY, reason, "all valid")
                        : Finding.fails(READY, reason, "some are not");
        Finding provider = Finding.holds(PROVIDER_READY, Reason.PROVIDER_READY, "built in");
        Finding stalled = Finding.fails(STALLED, Reason.AS_EXPECTED, "nothing to do");
        return writer.write(
                StatusShape.CERTIFICATE_AUTHORITY,
                stored,
                List.of(ready, provider, stalled),
                conditions ->
                        new CertificateAuthorityStatus(
                                stored.getMetadata().getGeneration(),
                                "BuiltIn",
                                null,
                                null,
                                null,
                                new Workloads(workloads, null, null, null),
                                conditions));
    }

    private static CertificateAuthority authority(
            @Nullable CertificateAuthorityStatus status, String revision) {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(
                new ObjectMetaBuilder()
                        .withName("default")
                        .withUid("u1")
                        .withGeneration(1L)
                        .withResourceVersion(revision)
                        .build());
        authority.setStatus(status);
        return authority;
    }

    private final class Recorder implements StatusObserver {
        @Override
        public void wrote(HasMetadata object, Cause cause) {
            told.add(cause.name());
        }

        @Override
        public void turned(HasMetadata object, MeshCondition condition) {
            told.add(condition.type() + '=' + condition.status() + '/' + condition.reason());
        }
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-20T10:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
