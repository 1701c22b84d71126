package dev.tulle.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Eventually;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The samples do what their pages say.
@OnTheMesh
class SamplesIT {
    private static final Path SAMPLES = Path.of("../../samples");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shopSplitsItsTrafficAndLocksItsDoors(Mesh mesh) {
        try (var shop = mesh.namespace("shop")) {
            apply(mesh, "shop/shop.yaml").stream()
                    .filter(Deployment.class::isInstance)
                    .forEach(deployment -> shop.rolledOut(deployment.getMetadata().getName()));
            isProgrammed(mesh, apply(mesh, "traffic-split/ninety-ten.yaml"));
            isProgrammed(mesh, apply(mesh, "mesh-policy/strict.yaml"));
            SPLITS.forEach(file -> dryRun(mesh, file));
            dryRun(mesh, "mesh-policy/reports.yaml");
            isProgrammed(mesh, apply(mesh, "mesh-policy/patience.yaml"));

            var visits = visit(shop, 200);

            assertThat(visits)
                    .as("200 visits")
                    .contains("\"failures\": {}")
                    .contains("spiffe://cluster.local/ns/shop/sa/visitor\": 200")
                    .contains("spiffe://cluster.local/ns/shop/sa/web\": 200")
                    .contains("\"v1\":", "\"v2\":");
        }
    }

    /// Other splits of the same Service: taken by admission, and looked at in tests of their own.
    private static final List<String> SPLITS =
            List.of(
                    "traffic-split/beta.yaml",
                    "traffic-split/moved.yaml",
                    "traffic-split/shadow.yaml",
                    "traffic-split/sticky.yaml");

    @Test
    void clusterKindsAreTakenAndGetReady(Mesh mesh) {
        for (String file :
                List.of("mesh-install/mesh-install.yaml", "certificate-authority/hourly.yaml")) {
            dryRun(mesh, file);
        }

        var development = apply(mesh, "mesh-install/development.yaml");

        Objects.ready(mesh.client(), development.getFirst(), Duration.ofMinutes(2));
    }

    private static String visit(TestNamespace shop, int count) {
        return Eventually.eventually(
                "visits without a failure",
                PATIENCE,
                () ->
                        shop.run(
                                        "visitor",
                                        PATIENCE,
                                        "python3",
                                        "/app/shop.py",
                                        "visit",
                                        Integer.toString(count))
                                .text(),
                text -> text.contains("\"failures\": {}"));
    }

    private static void isProgrammed(Mesh mesh, List<HasMetadata> applied) {
        Objects.condition(
                mesh.client(), applied.getFirst(), ConditionType.PROGRAMMED, "True", PATIENCE);
    }

    private static List<HasMetadata> apply(Mesh mesh, String file) {
        return objects(mesh, file).stream()
                .map(object ->
                        mesh.client()
                                .resource(object)
                                .fieldManager("tests")
                                .forceConflicts()
                                .serverSideApply())
                .toList();
    }

    private static void dryRun(Mesh mesh, String file) {
        for (HasMetadata object : objects(mesh, file)) {
            mesh.client()
                    .resource(object)
                    .dryRun(true)
                    .fieldManager("tests")
                    .forceConflicts()
                    .serverSideApply();
        }
    }

    private static List<HasMetadata> objects(Mesh mesh, String file) {
        var yaml = read(file).replace("localhost/", mesh.cluster().registry() + "/");
        return mesh.client().load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).items();
    }

    private static String read(String file) {
        try {
            return Files.readString(SAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
