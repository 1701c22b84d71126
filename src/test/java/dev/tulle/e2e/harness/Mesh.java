package dev.tulle.e2e.harness;

import static dev.tulle.e2e.harness.Eventually.eventually;

import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Tulle, installed by its chart and Ready, and a client with all rights.
public record Mesh(Cluster cluster, KubernetesClient client) implements AutoCloseable {
    public static final String SYSTEM = "tulle-system";
    public static final String VERSION = "0.1.0";

    /// The release after that one, which `src/test/kube/images next` makes.
    public static final String NEXT_VERSION = "0.1.1";

    public static final String DISCOVERY = "tulle-discovery";
    public static final String OPERATOR = "tulle-operator";

    /// What is locked by tests that take parts of the control plane away or change what holds for
    /// all; those that run beside others lock it for reading.
    public static final String CONTROL_PLANE = "control plane";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Tools TOOLS = new Tools();
    private static final String LOADED = "tests.tulle.dev/loaded";

    /// At most one certificate per identity in 10 s is issued: a young Secret takes that long.
    private static final Duration ISSUED_AGAIN = Duration.ofSeconds(20);

    static Mesh installed(Cluster cluster) {
        var archives = archives();
        cluster.load(archives);
        var client =
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build();
        var mesh = new Mesh(cluster, client);
        mesh.upgrade();
        mesh.run(archives);
        mesh.install(new MeshInstallSpec(VERSION, null, MeshInstallSpec.Profile.DEV, null, null));
        return mesh;
    }

    /// In a cluster that was kept, pods go on with the image that had their tag before: those of
    /// the control plane are made again when other archives were loaded than the last time.
    private void run(List<Path> archives) {
        var names = archives.stream().map(path -> path.getFileName().toString()).sorted().toList();
        var digest = Integer.toHexString(names.hashCode());
        var system = client.namespaces().withName(SYSTEM);
        var before = system.require().getMetadata().getAnnotations();
        if (names.isEmpty() || (before != null && digest.equals(before.get(LOADED)))) {
            return;
        }
        for (var part : List.of(OPERATOR, DISCOVERY)) {
            var old = controlPlane(part).stream().map(pod -> pod.getMetadata().getUid()).toList();
            parts(part).delete();
            eventually(
                    "new pods of " + part,
                    PATIENCE,
                    () -> controlPlane(part),
                    pods ->
                            pods.size() >= old.size()
                                    && pods.stream()
                                            .allMatch(pod ->
                                                    !old.contains(pod.getMetadata().getUid())
                                                            && Readiness.getInstance()
                                                                    .isReady(pod)));
        }
        system.edit(namespace ->
                new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToAnnotations(LOADED, digest)
                        .endMetadata()
                        .build());
    }

    /// Installs or upgrades the operator by its chart.
    public void upgrade() {
        upgrade("../../helm");
    }

    /// Another release, as a user changes to it: the chart, then the number in the MeshInstall.
    public void changeTo(String version) {
        try {
            var folder = Files.createTempDirectory("chart");
            try {
                helm(
                        "package",
                        "../../helm",
                        "--app-version",
                        version,
                        "--destination",
                        folder.toString());
                try (var packages = Files.list(folder)) {
                    upgrade(packages.findFirst().orElseThrow().toString());
                }
            } finally {
                try (var files = Files.list(folder)) {
                    for (var file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        install(new MeshInstallSpec(version, null, MeshInstallSpec.Profile.DEV, null, null));
        eventually(
                "the discovery of before has ended: while it does it may still inject",
                PATIENCE,
                () -> parts(DISCOVERY).list().getItems(),
                pods -> pods.size() == 1);
    }

    private void upgrade(String chart) {
        var registry = cluster.registry();
        helm(
                "upgrade",
                "--install",
                "tulle",
                chart,
                "--namespace",
                SYSTEM,
                "--create-namespace",
                "--wait",
                "--timeout",
                "4m",
                "--set",
                "image.repository=" + registry + "/tulle-control-plane",
                "--set",
                "proxyImage.repository=" + registry + "/tulle-proxy",
                "--set",
                "initImage.repository=" + registry + "/tulle-init");
    }

    /// Scales the operator and waits until so many pods are ready.
    public void scaleOperator(int replicas) {
        var operator = client.apps().deployments().inNamespace(SYSTEM).withName(OPERATOR);
        operator.scale(replicas);
        eventually(
                replicas + " pods of the operator",
                Duration.ofMinutes(2),
                () -> parts(OPERATOR).list().getItems(),
                pods ->
                        pods.size() == replicas
                                && pods.stream().allMatch(Readiness.getInstance()::isReady));
    }

    /// Applies the MeshInstall and waits until it is Ready at this generation.
    public void install(MeshInstallSpec spec) {
        var install = new MeshInstall();
        install.setMetadata(new ObjectMetaBuilder().withName("default").build());
        install.setSpec(spec);
        var applied =
                client.resource(install).fieldManager("tests").forceConflicts().serverSideApply();
        Objects.ready(client, applied, PATIENCE);
    }

    /// Runs helm against this cluster.
    public String helm(String... arguments) {
        return tool("helm", arguments);
    }

    /// Runs kubectl, the real program, against this cluster.
    public String kubectl(String... arguments) {
        return tool("kubectl", arguments);
    }

    private String tool(String name, String... arguments) {
        try {
            var kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
            try {
                Files.writeString(kubeconfig, cluster.kubeconfig());
                return new Command(TOOLS.program(name), Map.of("KUBECONFIG", kubeconfig.toString()))
                        .line(arguments);
            } finally {
                Files.delete(kubeconfig);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A namespace of its own whose pods are meshed; deleted on close.
    public TestNamespace namespace(String name) {
        return namespace(name, Map.of("mesh.tulle.dev/inject", "enabled"));
    }

    /// A namespace of its own with these labels; deleted on close.
    public TestNamespace namespace(String name, Map<String, String> labels) {
        var namespace =
                new NamespaceBuilder()
                        .withMetadata(
                                new ObjectMetaBuilder().withName(name).withLabels(labels).build())
                        .build();
        client.resource(namespace).delete();
        client.resource(namespace).waitUntilCondition(gone -> gone == null, 60, TimeUnit.SECONDS);
        client.resource(namespace).create();
        return new TestNamespace(this, name);
    }

    /// Ends every discovery pod at once, without grace.
    public void killDiscovery() {
        parts(DISCOVERY).withGracePeriod(0).delete();
    }

    /// Pods of the control plane that are not being deleted.
    ///
    /// @param part [#DISCOVERY] or [#OPERATOR]
    public List<Pod> controlPlane(String part) {
        return parts(part).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> parts(String part) {
        return client.pods().inNamespace(SYSTEM).withLabel("app.kubernetes.io/name", part);
    }

    /// Serial number of the certificate in a Secret of ours; empty while there is none.
    public String serial(String namespace, String secret) {
        var found = client.secrets().inNamespace(namespace).withName(secret).get();
        return found == null
                ? ""
                : found.getMetadata().getAnnotations().getOrDefault("mesh.tulle.dev/serial", "");
    }

    /// Deletes a Secret of ours and waits until there is another certificate in it.
    ///
    /// @return its serial number
    public String renew(String namespace, String secret) {
        var before = serial(namespace, secret);
        client.secrets().inNamespace(namespace).withName(secret).delete();
        return eventually(
                "a new certificate in Secret " + secret,
                ISSUED_AGAIN,
                () -> serial(namespace, secret),
                serial -> !serial.isEmpty() && !serial.equals(before));
    }

    /// The sum over all replicas of a series, as its labels stand in the text; 0 where it is not.
    public double metric(String part, String series) {
        return controlPlane(part).stream()
                .map(pod ->
                        Metrics.of(
                                client.raw(
                                        "/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics"
                                                .formatted(SYSTEM, pod.getMetadata().getName()))))
                .mapToDouble(metrics -> metrics.sum(series))
                .sum();
    }

    /// Lets the cluster come to rest: some promises hold on a quiet one.
    public void quiet(Duration length) {
        var until = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }

    /// What `src/test/suite` has built; in an IDE they must have been loaded before.
    private static List<Path> archives() {
        var paths = System.getenv().getOrDefault("TULLE_E2E_ARCHIVES", "");
        return Arrays.stream(paths.split(":", -1))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }
}
