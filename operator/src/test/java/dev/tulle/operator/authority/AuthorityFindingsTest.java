package dev.tulle.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.authority.AuthorityState.Unfinished;
import dev.tulle.operator.authority.AuthorityState.Unusable;
import dev.tulle.operator.authority.AuthorityState.Whole;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorityFindingsTest {
    private static final Instant NOW = Minted.NOW;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Authority MESH = Minted.authority("cluster.local");
    private static final Authority WEBHOOK = Minted.authority("tulle-webhook");
    private static final Optional<TrustBundle> BUNDLE =
            Optional.of(TrustBundle.of("cluster.local", 1, List.of(MESH.root())));
    private static final Authorities WHOLE =
            new Authorities(new Whole(MESH), new Whole(WEBHOOK), BUNDLE);
    private static final Workloads WELL = new Workloads(17, 17, 0, 0);

    @Test
    void everythingIsWell() {
        List<Finding> found = at(WHOLE, WELL, NOW);

        says(found, ConditionType.READY, Verdict.TRUE, Reason.VALID, "17 of 17 identities");
        says(found, ConditionType.PROVIDER_READY, Verdict.TRUE, Reason.PROVIDER_READY, "");
        says(found, ConditionType.STALLED, Verdict.FALSE, Reason.AS_EXPECTED, "");
    }

    @Test
    void anotherOperatorIsStillWriting() {
        Authorities half =
                new Authorities(
                        new Unfinished("tulle-ca-1 is being completed"),
                        new Whole(WEBHOOK),
                        Optional.empty());

        List<Finding> found = at(half, WELL, NOW);

        says(found, ConditionType.READY, Verdict.FALSE, Reason.PROVIDER_NOT_READY, "tulle-ca-1");
        says(
                found,
                ConditionType.PROVIDER_READY,
                Verdict.FALSE,
                Reason.ISSUER_NOT_READY,
                "tulle-ca-1");
        says(found, ConditionType.STALLED, Verdict.FALSE, Reason.AS_EXPECTED, "");
    }

    @Test
    void aSpoiltAuthorityNeedsAHuman() {
        Authorities spoilt =
                new Authorities(
                        new Whole(MESH),
                        new Unusable("Secret tulle-webhook-ca-1 has no key"),
                        BUNDLE);

        List<Finding> found = at(spoilt, WELL, NOW);

        says(found, ConditionType.READY, Verdict.FALSE, Reason.ISSUER_INVALID, "webhook-ca-1");
        says(found, ConditionType.STALLED, Verdict.TRUE, Reason.ISSUER_INVALID, "webhook-ca-1");
    }

    @Test
    void anIssuerTooNearItsEndNeedsAHumanAndSaysBothTimes() {
        Instant late = MESH.end().minus(Duration.ofHours(2));

        List<Finding> found = at(WHOLE, WELL, late);

        says(
                found,
                ConditionType.READY,
                Verdict.FALSE,
                Reason.ISSUER_EXPIRED,
                "the issuing certificate of cluster.local");
        says(found, ConditionType.READY, Verdict.FALSE, Reason.ISSUER_EXPIRED, late.toString());
        says(found, ConditionType.STALLED, Verdict.TRUE, Reason.ISSUER_EXPIRED, "");
    }

    @Test
    void leavesPastTheirRenewalAreTold() {
        List<Finding> found = at(WHOLE, new Workloads(3, 2, 1, 1), NOW);

        says(
                found,
                ConditionType.READY,
                Verdict.FALSE,
                Reason.CERTIFICATES_OVERDUE,
                "2 of 3 identities have a valid certificate; 1 are 10 minutes past");
        says(found, ConditionType.STALLED, Verdict.FALSE, Reason.AS_EXPECTED, "");
    }

    @Test
    void aDeletedOneThatIsNeededSaysSo() {
        List<Finding> found =
                AuthorityFindings.of(WHOLE, WELL, DAY, AuthorityUse.DELETED_IN_USE, NOW);

        says(found, ConditionType.READY, Verdict.FALSE, Reason.IN_USE, "delete the MeshInstall");
        says(found, ConditionType.STALLED, Verdict.TRUE, Reason.IN_USE, "");
    }

    @Test
    void withoutAMeshInstallThereIsNothingToSign() {
        List<Finding> found = AuthorityFindings.withoutInstall();

        says(found, ConditionType.READY, Verdict.FALSE, Reason.NO_MESH_INSTALL, "MeshInstall");
        says(found, ConditionType.PROVIDER_READY, Verdict.UNKNOWN, Reason.PENDING, "");
    }

    private static List<Finding> at(Authorities found, Workloads workloads, Instant now) {
        return AuthorityFindings.of(found, workloads, DAY, AuthorityUse.IN_FORCE, now);
    }

    private static void says(
            List<Finding> found, ConditionType type, Verdict verdict, Reason reason, String text) {
        assertThat(found)
                .filteredOn(finding -> finding.type() == type)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(verdict);
                    assertThat(finding.reason()).isEqualTo(reason);
                    assertThat(finding.message()).contains(text);
                });
    }
}
