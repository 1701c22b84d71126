package dev.tulle.operator.install;

import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;

/// The replicas of discovery. They roll one more at a time and never one less, with a pause, so
/// that streams move in thirds.
final class DiscoveryDeployment {

    private static final int SECONDS_BETWEEN_REPLICAS = 10;
    private static final long SECONDS_TO_STOP = 30;

    /// The JVM on a shared core: 120 s until the first readiness, and no restart before.
    private static final int START_ATTEMPTS = 60;

    private DiscoveryDeployment() {}

    static Deployment of(InstallPlan plan) {
        return new DeploymentBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withNewSpec()
                .withReplicas(plan.replicas())
                .withMinReadySeconds(plan.isSpread() ? SECONDS_BETWEEN_REPLICAS : 0)
                .withNewSelector()
                .withMatchLabels(Names.DISCOVERY_PODS)
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .withTemplate(template(plan))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(InstallPlan plan) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Names.DISCOVERY_PODS)
                .addToLabels(MeshLabel.MANAGED_BY.key(), "tulle")
                .addToLabels(MeshLabel.PART_OF.key(), Names.PART)
                .addToAnnotations(FixedInputs.ANNOTATION, FixedInputs.hash(plan))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(Names.DISCOVERY)
                .withImagePullSecrets(pullSecrets(plan))
                .withPriorityClassName("system-cluster-critical")
                .withTerminationGracePeriodSeconds(SECONDS_TO_STOP)
                .withTopologySpreadConstraints(plan.isSpread() ? List.of(spread()) : List.of())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(plan))
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    /// In the pod template and not on the account: a new name rolls pods that cannot pull, and on
    /// OpenShift the list of an account is written by others too.
    private static List<LocalObjectReference> pullSecrets(InstallPlan plan) {
        return plan.release().pullSecrets().stream().map(LocalObjectReference::new).toList();
    }

    private static Container container(InstallPlan plan) {
        return new ContainerBuilder()
                .withName("discovery")
                .withImage(plan.release().controlPlaneImage())
                .withArgs("discovery")
                .withEnv(environment(plan))
                .withPorts(
                        port("grpc-xds", Names.XDS_PORT),
                        port("https-webhook", Names.WEBHOOK_PORT),
                        port("http-health", Names.HEALTH_PORT))
                .withNewResources()
                .addToRequests("cpu", new Quantity("200m"))
                .addToRequests("memory", new Quantity("512Mi"))
                .addToLimits("memory", new Quantity("1Gi"))
                .endResources()
                .withStartupProbe(probe("/q/health/ready", 2, START_ATTEMPTS))
                .withReadinessProbe(probe("/q/health/ready", 2, 3))
                .withLivenessProbe(probe("/q/health/live", 10, 3))
                .withSecurityContext(security())
                .withVolumeMounts(
                        new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build())
                .build();
    }

    private static List<EnvVar> environment(InstallPlan plan) {
        return List.of(
                ofPod("POD_NAME", "metadata.name"),
                ofPod("POD_NAMESPACE", "metadata.namespace"),
                ofPod("POD_UID", "metadata.uid"),
                value("RELATED_IMAGE_CONTROL_PLANE", plan.release().controlPlaneImage()),
                value("RELATED_IMAGE_PROXY", plan.release().proxyImage()),
                value("RELATED_IMAGE_INIT", plan.release().initImage()));
    }

    private static EnvVar ofPod(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    private static EnvVar value(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }

    private static Probe probe(String path, int period, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(Names.HEALTH_PORT))
                .endHttpGet()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .build();
    }

    private static SecurityContext security() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private static TopologySpreadConstraint spread() {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Names.DISCOVERY_PODS)
                .endLabelSelector()
                .build();
    }
}
