package dev.tulle.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A Job in a meshed namespace completes, and its init container can already call the mesh.
@OnTheMesh
class JobIT {
    @Test
    void jobCompletesAndItsInitContainerCallsTheMesh(Mesh mesh) {
        try (var namespace = mesh.namespace("job")) {
            namespace.start(Workload.catalog("v1"));
            namespace.service("catalog", Map.of("app", "catalog"));

            namespace.apply(
                    new JobBuilder()
                            .withNewMetadata()
                            .withName("report")
                            .endMetadata()
                            .withNewSpec()
                            .withBackoffLimit(0)
                            .withNewTemplate()
                            .withNewSpec()
                            .withRestartPolicy("Never")
                            .withInitContainers(calling(namespace, "prepare"))
                            .withContainers(calling(namespace, "report"))
                            .endSpec()
                            .endTemplate()
                            .endSpec()
                            .build());
            var job =
                    mesh.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace("job")
                            .withName("report")
                            .waitUntilCondition(
                                    j ->
                                            j != null
                                                    && j.getStatus() != null
                                                    && (count(j.getStatus().getSucceeded())
                                                                    + count(
                                                                            j.getStatus()
                                                                                    .getFailed()))
                                                            > 0,
                                    60,
                                    TimeUnit.SECONDS);

            assertThat(count(job.getStatus().getSucceeded()))
                    .as("status of the Job: %s", job.getStatus())
                    .isEqualTo(1);
        }
    }

    private static Container calling(TestNamespace namespace, String name) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(namespace.mesh().cluster().registry() + "/tulle-test-tools:local")
                .withArgs("curl", "-sf", "-m", "5", "http://catalog/items")
                .build();
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
