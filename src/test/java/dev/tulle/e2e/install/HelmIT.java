package dev.tulle.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import org.junit.jupiter.api.Test;

/// A second upgrade with the same values changes nothing.
@AloneOnTheMesh
class HelmIT {
    @Test
    void upgradingTwiceChangesNothing(Mesh mesh) {
        mesh.upgrade();
        var before = generation(mesh);

        mesh.upgrade();

        assertThat(generation(mesh))
                .as("generation of the operator's Deployment")
                .isEqualTo(before);
    }

    private static Long generation(Mesh mesh) {
        return mesh.client()
                .apps()
                .deployments()
                .inNamespace(Mesh.SYSTEM)
                .withName("tulle-operator")
                .require()
                .getMetadata()
                .getGeneration();
    }
}
