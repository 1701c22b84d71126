package dev.tulle.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.MeshExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A second upgrade with the same values changes nothing.
@ExtendWith(MeshExtension.class)
@ResourceLock(Mesh.CONTROL_PLANE)
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
