package dev.tulle.operator.resolve;

import static dev.tulle.api.v1alpha1.MtlsMode.PERMISSIVE;
import static dev.tulle.api.v1alpha1.MtlsMode.STRICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.PodView;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Built-in, MeshInstall, Namespace, Service or Workload, the same with a port: each beats the one
/// before.
class MtlsLevelsTest {

    private static final Map<String, String> WEB = Map.of("app", "web");

    private final FakeCluster cluster = new FakeCluster();
    private final PodView pod = cluster.pod("web-1", "10.0.0.1", 80, 9000);

    @Test
    void isPermissiveWhenNobodySaysAnything() {
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
        assertThat(levels().modeElsewhere()).isEqualTo(PERMISSIVE);
    }

    @Test
    void takesTheMeshWideMode() {
        cluster.install(STRICT);
        assertThat(levels().mode(80)).isEqualTo(STRICT);
        assertThat(levels().modeElsewhere()).isEqualTo(STRICT);
    }

    @Test
    void letsTheNamespaceBeatTheMesh() {
        cluster.install(STRICT);
        cluster.namespacePolicy("n", PERMISSIVE);
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
    }

    @Test
    void letsTheServiceBeatTheNamespaceOnItsPortsOnly() {
        cluster.namespacePolicy("n", STRICT);
        cluster.service("web", 80);
        cluster.servicePolicy("s", "web", null, PERMISSIVE);
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
        assertThat(levels().mode(9000)).isEqualTo(STRICT);
        assertThat(levels().modeElsewhere()).isEqualTo(STRICT);
    }

    @Test
    void letsTheWorkloadBeatTheNamespaceEverywhere() {
        cluster.namespacePolicy("n", STRICT);
        cluster.workloadPolicy("w", WEB, null, PERMISSIVE);
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
        assertThat(levels().modeElsewhere()).isEqualTo(PERMISSIVE);
    }

    @Test
    void letsThePortBeatTheRest() {
        cluster.workloadPolicy("w", WEB, null, PERMISSIVE);
        cluster.workloadPolicy("wp", WEB, 9000, STRICT);
        assertThat(levels().mode(9000)).isEqualTo(STRICT);
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
    }

    @Test
    void letsTheOlderOfOneLevelDecide() {
        cluster.workloadPolicy("z-older", WEB, null, STRICT);
        cluster.workloadPolicy("a-younger", WEB, null, PERMISSIVE);
        assertThat(levels().mode(80)).isEqualTo(STRICT);
    }

    @Test
    void leavesOtherPodsAlone() {
        cluster.service("db", 80);
        cluster.servicePolicy("s", "db", null, STRICT);
        cluster.workloadPolicy("w", Map.of("app", "web", "tier", "db"), null, STRICT);
        assertThat(levels().policies()).isEmpty();
        assertThat(levels().mode(80)).isEqualTo(PERMISSIVE);
    }

    private MtlsLevels levels() {
        return MtlsLevels.of(Reads.of(cluster.view()), PodShape.of(pod));
    }
}
