package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.MeshInstallSpec.Profile;
import dev.tulle.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a MeshInstall brings up, one file per profile.
class InstallTreeGoldenTest {

    private static final Release RELEASE =
            new Release(
                    "1.4.0",
                    "registry.example/tulle-control-plane:1.4.0",
                    "registry.example/tulle-proxy:1.4.0",
                    "registry.example/tulle-init:1.4.0",
                    List.of("registry-example"));

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @ParameterizedTest
    @EnumSource
    void matchesGolden(Profile profile) {
        InstallPlan plan = plan(profile);
        List<HasMetadata> objects = new ArrayList<>(InstallTree.access(plan));
        objects.addAll(InstallTree.discovery(plan));
        objects.add(WebhookConfiguration.of(plan, "Y2E="));
        objects.add(ProbePod.of(plan));

        Golden.verify(
                Golden.file("install/" + profile.name().toLowerCase(Locale.ROOT) + ".yaml"),
                objects.stream().map(yaml::asYaml).collect(Collectors.joining()));
    }

    @Test
    void leavesNothingBehind() {
        InstallPlan plan = plan(Profile.PRODUCTION);
        List<String> coming = new ArrayList<>();
        InstallTree.access(plan).forEach(object -> coming.add(name(object)));
        InstallTree.discovery(plan).forEach(object -> coming.add(name(object)));

        List<String> leaving = InstallTree.leaving(plan).stream().map(this::name).toList();

        assertThat(leaving)
                .containsAll(coming)
                .contains("Secret/tulle-discovery-tls", "Secret/tulle-webhook-tls");
        assertThat(InstallTree.leaving(plan(Profile.DEV)).stream().map(this::name))
                .as("a change of profile may have left the other one's objects")
                .containsExactlyInAnyOrderElementsOf(leaving);
    }

    @Test
    void rollsPodsForFixedInputsOnly() {
        InstallPlan plan = plan(Profile.DEV);
        InstallPlan other = new InstallPlan("tulle-system", RELEASE, Profile.DEV, "prod.example");

        assertThat(FixedInputs.hash(plan)).isNotEqualTo(FixedInputs.hash(other));
        assertThat(FixedInputs.hash(plan(Profile.PRODUCTION))).isEqualTo(FixedInputs.hash(plan));
    }

    private String name(HasMetadata object) {
        return object.getKind() + '/' + object.getMetadata().getName();
    }

    private static InstallPlan plan(Profile profile) {
        return new InstallPlan("tulle-system", RELEASE, profile, "cluster.local");
    }
}
