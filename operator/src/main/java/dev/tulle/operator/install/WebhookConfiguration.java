package dev.tulle.operator.install;

import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.util.List;

/// Which pods the API server asks us about: all of labelled namespaces but those that say no;
/// single pods elsewhere that say yes; and our own probe. Never those of the namespaces that the
/// cluster or we ourselves need to start.
final class WebhookConfiguration {

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final String PATH = "/inject";
    private static final int HTTPS = 443;
    private static final int TIMEOUT_SECONDS = 5;

    private WebhookConfiguration() {}

    /// @param caBundle the webhook's root, base64 of PEM
    static MutatingWebhookConfiguration of(InstallPlan plan, String caBundle) {
        return new MutatingWebhookConfigurationBuilder()
                .withMetadata(Names.cluster(Names.WEBHOOK_CONFIGURATION))
                .withWebhooks(
                        entry(plan, caBundle)
                                .withName("namespaces.inject.mesh.tulle.dev")
                                .withNamespaceSelector(
                                        all(
                                                is(MeshLabel.INJECT.key(), "In", "enabled"),
                                                elsewhere(plan)))
                                .withObjectSelector(
                                        all(is(MeshLabel.INJECT.key(), "NotIn", "disabled")))
                                .build(),
                        entry(plan, caBundle)
                                .withName("pods.inject.mesh.tulle.dev")
                                .withNamespaceSelector(
                                        all(
                                                is(MeshLabel.INJECT.key(), "DoesNotExist"),
                                                elsewhere(plan)))
                                .withObjectSelector(
                                        all(is(MeshLabel.INJECT.key(), "In", "enabled")))
                                .build(),
                        entry(plan, caBundle)
                                .withName("probe.inject.mesh.tulle.dev")
                                .withNamespaceSelector(
                                        all(is(NAMESPACE_NAME, "In", plan.namespace())))
                                .withObjectSelector(all(is(MeshLabel.PROBE.key(), "Exists")))
                                .build())
                .build();
    }

    private static MutatingWebhookBuilder entry(InstallPlan plan, String caBundle) {
        MutatingWebhook common =
                new MutatingWebhookBuilder()
                        .withNewClientConfig()
                        .withCaBundle(caBundle)
                        .withNewService()
                        .withNamespace(plan.namespace())
                        .withName(Names.WEBHOOK)
                        .withPort(HTTPS)
                        .withPath(PATH)
                        .endService()
                        .endClientConfig()
                        .addNewRule()
                        .withApiGroups("")
                        .withApiVersions("v1")
                        .withResources("pods")
                        .withOperations("CREATE")
                        .withScope("Namespaced")
                        .endRule()
                        .withFailurePolicy("Fail")
                        .withMatchPolicy("Equivalent")
                        .withReinvocationPolicy("IfNeeded")
                        .withSideEffects("None")
                        .withTimeoutSeconds(TIMEOUT_SECONDS)
                        .withAdmissionReviewVersions("v1")
                        .build();
        return new MutatingWebhookBuilder(common);
    }

    private static LabelSelectorRequirement elsewhere(InstallPlan plan) {
        return is(NAMESPACE_NAME, "NotIn", "kube-system", "kube-node-lease", plan.namespace());
    }

    private static LabelSelector all(LabelSelectorRequirement... requirements) {
        return new LabelSelectorBuilder().withMatchExpressions(requirements).build();
    }

    private static LabelSelectorRequirement is(String key, String operator, String... values) {
        return new LabelSelectorRequirementBuilder()
                .withKey(key)
                .withOperator(operator)
                .withValues(List.of(values))
                .build();
    }
}
