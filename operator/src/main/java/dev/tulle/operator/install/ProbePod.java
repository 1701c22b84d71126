package dev.tulle.operator.install;

import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;

/// A pod that is created in a dry run only. That it comes back injected is the proof that pods of
/// users do: name resolution, network path, certificate, `caBundle` and the webhook itself.
final class ProbePod {

    private static final String PROXY = "tulle-proxy";

    private ProbePod() {}

    static Pod of(InstallPlan plan) {
        return new PodBuilder()
                .withMetadata(Names.in(plan.namespace(), "tulle-injection-probe"))
                .editMetadata()
                .addToLabels(MeshLabel.PROBE.key(), "true")
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(Names.DISCOVERY)
                .addNewContainer()
                .withName("probe")
                .withImage(plan.release().controlPlaneImage())
                .endContainer()
                .endSpec()
                .build();
    }

    static boolean isInjected(Pod answer) {
        List<Container> containers = answer.getSpec().getInitContainers();
        return containers != null
                && containers.stream().anyMatch(container -> container.getName().equals(PROXY));
    }
}
