package dev.tulle.e2e.rotation;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.Outage;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From a Secret to a mounted file it can take minutes, and others' injectors broke on it. Here no
/// step waits for it: sockets of the control plane take theirs without a volume, and a proxy whose
/// files stand still serves on with a leaf that has half of its life left.
@OnTheMesh
@Tag("outage")
class OutageO15IT {
    private static final String SECRET = "tulle-id-catalog";
    private static final Duration SERVED = Duration.ofSeconds(10);
    private static final Duration VOLUME = Duration.ofMinutes(2);

    @Test
    void nothingWaitsForAVolumeThatStandsStill(Mesh mesh) {
        try (var namespace = mesh.namespace("outage-o15")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.start(Workload.client("outside").plain());
            namespace.service("catalog", Map.of("app", "catalog"));
            var old = namespace.serial(SECRET);
            freeze(namespace);
            var load = SteadyLoad.start(namespace, "client", "catalog", 20, 4, "-");
            var end = System.nanoTime() + Outage.length().toNanos();

            var renewed = mesh.renew(namespace.name(), SECRET);
            var served = mesh.renew(Mesh.SYSTEM, "tulle-discovery-tls");
            eventually(
                    "discovery serves " + served,
                    SERVED,
                    new Served(namespace, "outside", "tulle-discovery.tulle-system.svc:8443")
                            ::serial,
                    served::equalsIgnoreCase);
            namespace.start(Workload.client("newcomer"));
            var newcomer = Traffic.send(namespace, "newcomer", "catalog", 20);
            mesh.quiet(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            var inUse = namespace.proxyPage("catalog", "15000/config");
            var authority =
                    mesh.client()
                            .resources(CertificateAuthority.class)
                            .withName("default")
                            .require();
            var result = load.end();

            assertThat(renewed).as("serial of the renewed Secret").isNotEqualTo(old);
            assertThat(inUse).as("the volume stood still").contains(old).doesNotContain(renewed);
            assertThat(newcomer.failed()).as("answers %s", newcomer.answers()).isZero();
            assertThat(Objects.conditions(mesh.client(), authority))
                    .as("conditions of the CertificateAuthority")
                    .anyMatch(c ->
                            c.type().equals(ConditionType.READY.word())
                                    && c.status().equals("True"));
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();

            thaw(namespace);
            eventually(
                    "the proxy of a new pod uses the renewed certificate",
                    VOLUME,
                    () -> namespace.proxyPage("catalog", "15000/config"),
                    config -> config.contains(namespace.serial(SECRET)));
        }
    }

    /// The kubelet no longer looks at a Secret that it has seen to be immutable, also when another
    /// one has taken its name; it forgets it when the last pod that mounts it is gone.
    private static void freeze(TestNamespace namespace) {
        namespace
                .mesh()
                .client()
                .secrets()
                .inNamespace(namespace.name())
                .withName(SECRET)
                .edit(secret ->
                        new SecretBuilder(secret)
                                .addToData("frozen", "")
                                .withImmutable(true)
                                .build());
        var pod = namespace.pods("catalog").getFirst().getMetadata().getName();
        eventually(
                "the kubelet has seen the immutable Secret",
                VOLUME,
                () ->
                        namespace.runIn(
                                pod,
                                "tulle-proxy",
                                Duration.ofSeconds(10),
                                "test",
                                "-e",
                                "/etc/tulle/identity/frozen"),
                output -> output.code() == 0);
    }

    private static void thaw(TestNamespace namespace) {
        namespace.scale("catalog-v1", 0);
        namespace.scale("catalog-v1", 1);
    }
}
