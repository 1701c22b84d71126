package dev.tulle.operator.install;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/// A node drain takes one replica of discovery at a time.
final class DiscoveryBudget {

    private DiscoveryBudget() {}

    static PodDisruptionBudget of(InstallPlan plan) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(Names.DISCOVERY_PODS)
                .endSelector()
                .endSpec()
                .build();
    }
}
