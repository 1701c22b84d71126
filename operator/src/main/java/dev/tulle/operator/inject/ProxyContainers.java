package dev.tulle.operator.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.stream.Collectors;

/// The two containers and two volumes that a meshed pod has more than others.
final class ProxyContainers {

    static final String INIT = "tulle-init";
    static final String PROXY = "tulle-proxy";
    static final String IDENTITY_VOLUME = "tulle-identity";
    static final String RUN_VOLUME = "tulle-run";

    private static final String IDENTITY_DIR = "/etc/tulle/identity";
    private static final String RUN_DIR = "/run/tulle";

    /// The kubelet starts the next container when this ends, so an application never runs before
    /// its proxy. 3,000 steps of 20 ms; then the kubelet restarts the proxy and shows the sentence.
    private static final String START_GATE =
            "i=0; while [ ! -e "
                    + RUN_DIR
                    + "/ready ]; do i=$((i+1)); if [ $i -gt 3000 ]; then echo"
                    + " 'the mesh proxy was not ready within 60 s: read the log of container "
                    + PROXY
                    + "' >&2; exit 1; fi; sleep 0.02; done";

    private final InjectionSettings settings;

    ProxyContainers(InjectionSettings settings) {
        this.settings = settings;
    }

    /// Writes the capture rules and ends.
    Container init() {
        return new ContainerBuilder()
                .withName(INIT)
                .withImage(settings.initImage())
                .withArgs(
                        "--uid=" + ProxyPorts.UID,
                        "--skip-inbound=" + commaList(settings.skipInbound()),
                        "--skip-outbound=" + commaList(settings.skipOutbound()))
                .withResources(initResources())
                .withSecurityContext(initSecurity())
                .build();
    }

    /// A native sidecar: starts before the application, ends after it, does not keep a Job alive.
    Container proxy() {
        return new ContainerBuilder()
                .withName(PROXY)
                .withImage(settings.proxyImage())
                .withRestartPolicy("Always")
                .withEnv(environment())
                .withPorts(
                        new ContainerPortBuilder()
                                .withName("tulle-health")
                                .withContainerPort(ProxyPorts.HEALTH)
                                .withProtocol("TCP")
                                .build())
                .withResources(
                        new ResourceRequirementsBuilder()
                                .withRequests(settings.requests())
                                .withLimits(settings.limits())
                                .build())
                .withLifecycle(startGate())
                .withReadinessProbe(probe("/ready", 2, 3))
                .withLivenessProbe(liveness())
                .withSecurityContext(proxySecurity())
                .withVolumeMounts(identityMount(), runMount())
                .build();
    }

    /// Readable by the proxy alone, for no other container mounts it; not optional: a pod waits for
    /// its certificate.
    Volume identityVolume(String secretName) {
        return new VolumeBuilder()
                .withName(IDENTITY_VOLUME)
                .withNewSecret()
                .withSecretName(secretName)
                .withDefaultMode(0444)
                .endSecret()
                .build();
    }

    Volume runVolume() {
        return new VolumeBuilder().withName(RUN_VOLUME).withNewEmptyDir().endEmptyDir().build();
    }

    private List<EnvVar> environment() {
        ProxyMemory memory = ProxyMemory.of(settings.requests(), settings.limits());
        return List.of(
                ofPod("TULLE_POD_NAME", "metadata.name"),
                ofPod("TULLE_POD_NAMESPACE", "metadata.namespace"),
                ofPod("TULLE_POD_UID", "metadata.uid"),
                ofPod("TULLE_POD_IPS", "status.podIPs"),
                ofPod("TULLE_NODE_NAME", "spec.nodeName"),
                ofPod("TULLE_SERVICE_ACCOUNT", "spec.serviceAccountName"),
                value("TULLE_TRUST_DOMAIN", settings.trustDomain()),
                value("TULLE_DISCOVERY_ADDRESS", settings.discoveryAddress()),
                value("TULLE_DISCOVERY_ID", settings.discoveryId()),
                value("TULLE_IDENTITY_DIR", IDENTITY_DIR),
                value("TULLE_RUN_DIR", RUN_DIR),
                value("TULLE_DRAIN_SECONDS", String.valueOf(settings.drain().toSeconds())),
                value("TULLE_LOOPS", String.valueOf(memory.loops())),
                value("TULLE_VERSION", settings.version()),
                value("TULLE_MEMORY_LIMIT_BYTES", String.valueOf(memory.limitBytes())),
                value("TULLE_JAVA_OPTIONS", memory.javaOptions()));
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

    private static Lifecycle startGate() {
        return new LifecycleBuilder()
                .withNewPostStart()
                .withNewExec()
                .withCommand("sh", "-c", START_GATE)
                .endExec()
                .endPostStart()
                .build();
    }

    /// Patient: on a node that starves, a proxy that is starting must not be killed for it.
    private static Probe liveness() {
        return probe("/live", 10, 6).edit().withInitialDelaySeconds(10).build();
    }

    private static Probe probe(String path, int period, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(ProxyPorts.HEALTH)
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(period)
                .withFailureThreshold(failures)
                .withSuccessThreshold(1)
                .withTimeoutSeconds(1)
                .build();
    }

    private static SecurityContext proxySecurity() {
        return new SecurityContextBuilder()
                .withRunAsUser(ProxyPorts.UID)
                .withRunAsGroup(ProxyPorts.UID)
                .withRunAsNonRoot(true)
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withPrivileged(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static SecurityContext initSecurity() {
        return new SecurityContextBuilder()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .withRunAsNonRoot(false)
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withPrivileged(false)
                .withNewCapabilities()
                .withAdd("NET_ADMIN")
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static ResourceRequirements initResources() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("16Mi"))
                .addToLimits("memory", new Quantity("64Mi"))
                .build();
    }

    private static VolumeMount identityMount() {
        return new VolumeMountBuilder()
                .withName(IDENTITY_VOLUME)
                .withMountPath(IDENTITY_DIR)
                .withReadOnly(true)
                .build();
    }

    private static VolumeMount runMount() {
        return new VolumeMountBuilder().withName(RUN_VOLUME).withMountPath(RUN_DIR).build();
    }

    private static String commaList(List<Integer> ports) {
        return ports.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }
}
