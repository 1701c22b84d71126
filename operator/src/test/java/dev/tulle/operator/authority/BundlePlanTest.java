package dev.tulle.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.certificates.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundlePlanTest {
    private static final String DOMAIN = "cluster.local";
    private static final Instant NOW = Minted.NOW;
    private static final X509Certificate ROOT = Minted.authority(DOMAIN).root();
    private static final X509Certificate OTHER = Minted.authority(DOMAIN).root();

    @Test
    void theFirstBundleHasSequenceOne() {
        TrustBundle bundle = BundlePlan.next(DOMAIN, ROOT, Optional.empty(), 0, 0, NOW);

        assertThat(bundle).isEqualTo(TrustBundle.of(DOMAIN, 1, List.of(ROOT)));
    }

    @Test
    void theSameContentKeepsItsSequence() {
        TrustBundle stored = TrustBundle.of(DOMAIN, 4, List.of(ROOT));

        assertThat(BundlePlan.next(DOMAIN, ROOT, Optional.of(stored), 4, 4, NOW)).isEqualTo(stored);
    }

    @Test
    void aPublishedRootStaysForTheLeavesUnderIt() {
        TrustBundle stored = TrustBundle.of(DOMAIN, 4, List.of(OTHER));

        assertThat(BundlePlan.next(DOMAIN, ROOT, Optional.of(stored), 4, 4, NOW))
                .isEqualTo(TrustBundle.of(DOMAIN, 5, List.of(OTHER, ROOT)));
    }

    @Test
    void aRootThatIsOverIsDropped() {
        TrustBundle stored = TrustBundle.of(DOMAIN, 4, List.of(OTHER, ROOT));
        Instant end = Validity.of(ROOT).notAfter();

        TrustBundle bundle =
                BundlePlan.next(
                        DOMAIN,
                        Minted.authority(DOMAIN, end.minus(Duration.ofDays(1))).root(),
                        Optional.of(stored),
                        4,
                        4,
                        end.plusSeconds(1));

        assertThat(bundle.roots()).hasSize(1).doesNotContain(ROOT, OTHER);
        assertThat(bundle.sequence()).isEqualTo(5);
    }

    @Test
    void aLostRecordDoesNotTakeTheSequenceBack() {
        assertThat(BundlePlan.next(DOMAIN, ROOT, Optional.empty(), 0, 7, NOW).sequence())
                .isEqualTo(8);
    }

    @Test
    void aRecordThatCameFromABackupIsOvertaken() {
        TrustBundle stored = TrustBundle.of(DOMAIN, 3, List.of(ROOT));

        assertThat(BundlePlan.next(DOMAIN, ROOT, Optional.of(stored), 3, 9, NOW).sequence())
                .isEqualTo(10);
    }
}
