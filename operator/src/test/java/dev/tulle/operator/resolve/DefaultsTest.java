package dev.tulle.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.InstallView;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {

    @Test
    void holdWithoutAMeshInstall() {
        Optional<InstallView> none = Optional.empty();
        assertThat(Defaults.trustDomain(none)).isEqualTo("cluster.local");
        assertThat(Defaults.profile(new MeshInstallSpec("1.0.0", null, null, null, null)))
                .isEqualTo(MeshInstallSpec.Profile.PRODUCTION);
        assertThat(Defaults.mtlsMode(none)).isEqualTo(MtlsMode.PERMISSIVE);
        assertThat(Defaults.opaquePorts(none))
                .containsExactly(25, 587, 3306, 4222, 4444, 5432, 6379, 9092, 9300, 11211, 27017);
        assertThat(Defaults.skipInbound(none)).isEmpty();
        assertThat(Defaults.skipOutbound(none)).isEmpty();
    }

    @Test
    void yieldToWhatIsSet() {
        Optional<InstallView> install =
                Optional.of(new FakeCluster().install(MtlsMode.STRICT, 7000));
        assertThat(Defaults.mtlsMode(install)).isEqualTo(MtlsMode.STRICT);
        assertThat(Defaults.opaquePorts(install)).contains(25, 7000);
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "2s, PT2S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1h1m1s1ms, PT1H1M1.001S"
    })
    void readADuration(String text, Duration expected) {
        assertThat(Defaults.workloadLifetime(lifetime(text))).isEqualTo(expected);
    }

    @Test
    void letALeafLiveForADay() {
        assertThat(Defaults.workloadLifetime(new CertificateAuthoritySpec(null, null)))
                .isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5d", "m5", "5m ", "-5m"})
    void refuseWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Defaults.workloadLifetime(lifetime(text)))
                .withMessageContaining("'" + text + "' is not a duration");
    }

    private static CertificateAuthoritySpec lifetime(String text) {
        return new CertificateAuthoritySpec(null, new CertificateAuthoritySpec.Workload(text));
    }
}
