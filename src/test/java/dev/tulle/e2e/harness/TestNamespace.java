package dev.tulle.e2e.harness;

import static dev.tulle.e2e.harness.Eventually.eventually;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A namespace of one test.
public record TestNamespace(Mesh mesh, String name) implements AutoCloseable {
    private static final Duration PROGRAMMED = Duration.ofMinutes(1);
    private static final Duration ROLLOUT = Duration.ofMinutes(2);

    /// What a command in a pod printed and how it ended.
    public record Output(int code, String out, String err) {
        /// Both streams, when the command ended well.
        public String text() {
            if (code != 0) {
                throw new AssertionError("the command ended with " + code + ": " + out + err);
            }
            return out;
        }
    }

    private KubernetesClient client() {
        return mesh.client();
    }

    /// Applies YAML of any kinds into this namespace.
    public List<HasMetadata> apply(String yaml) {
        return client()
                .load(new java.io.ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .stream()
                .map(this::apply)
                .toList();
    }

    /// Applies an object into this namespace, as a user would.
    public <T extends HasMetadata> T apply(T object) {
        object.getMetadata().setNamespace(name);
        return client().resource(object)
                .inNamespace(name)
                .fieldManager("tests")
                .forceConflicts()
                .serverSideApply();
    }

    /// Starts a workload with a ServiceAccount of its name and waits until every pod is ready.
    public void start(Workload workload) {
        apply(
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(workload.account())
                        .endMetadata()
                        .build());
        apply(workload.deployment(mesh.cluster().registry()));
        rolledOut(workload.name());
    }

    /// Waits until a Deployment runs as it is asked for.
    public void rolledOut(String deployment) {
        client().apps()
                .deployments()
                .inNamespace(name)
                .withName(deployment)
                .waitUntilCondition(
                        TestNamespace::isRolledOut, ROLLOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static boolean isRolledOut(@Nullable Deployment deployment) {
        if (deployment == null || deployment.getStatus() == null) {
            return false;
        }
        var wanted = deployment.getSpec().getReplicas();
        var status = deployment.getStatus();
        return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && wanted == count(status.getUpdatedReplicas())
                && wanted == count(status.getReadyReplicas())
                && wanted == count(status.getReplicas());
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /// Scales a Deployment and waits until it has so many ready pods and no other one.
    public void scale(String deployment, int replicas) {
        client().apps().deployments().inNamespace(name).withName(deployment).scale(replicas);
        rolledOut(deployment);
        eventually(
                replicas + " pods of " + deployment + " and none that ends",
                ROLLOUT,
                () -> owned(deployment),
                pods -> pods.size() == replicas);
    }

    /// Pods of a Deployment, also those that are being deleted.
    private List<Pod> owned(String deployment) {
        return client().pods().inNamespace(name).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(deployment + "-"))
                .toList();
    }

    /// Restarts a Deployment as `kubectl rollout restart` does; the caller waits.
    public void restart(String deployment) {
        client().apps().deployments().inNamespace(name).withName(deployment).rolling().restart();
    }

    /// Applies a TrafficSplit of this Service and waits until it is Programmed.
    public TrafficSplit split(String service, Map<String, Integer> weights) {
        var applied = applySplit(service, weights);
        Objects.condition(client(), applied, ConditionType.PROGRAMMED, "True", PROGRAMMED);
        return applied;
    }

    /// Applies a TrafficSplit of this Service, and does not wait.
    public TrafficSplit applySplit(String service, Map<String, Integer> weights) {
        var split = new TrafficSplit();
        split.setMetadata(new ObjectMetaBuilder().withName(service).build());
        split.setSpec(
                new TrafficSplitSpec(
                        service,
                        null,
                        weights.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e ->
                                        new TrafficSplitSpec.Backend(
                                                e.getKey(), e.getValue(), null))
                                .toList(),
                        null));
        return apply(split);
    }

    /// A Service with one port 80 that leads to 8080 of the pods with these labels.
    public void service(String service, Map<String, String> selector) {
        service(service, selector, Map.of(80, 8080));
    }

    /// A Service of the pods with these labels.
    ///
    /// @param ports port of the Service to port of the pod
    public void service(String service, Map<String, String> selector, Map<Integer, Integer> ports) {
        apply(
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(service)
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(selector)
                        .withPorts(
                                ports.entrySet().stream()
                                        .map(port ->
                                                new ServicePortBuilder()
                                                        .withName("p" + port.getKey())
                                                        .withPort(port.getKey())
                                                        .withTargetPort(
                                                                new IntOrString(port.getValue()))
                                                        .build())
                                        .toList())
                        .endSpec()
                        .build());
    }

    /// The pods of a workload that are not being deleted.
    public List<Pod> pods(String app) {
        return client().pods().inNamespace(name).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /// Waits until a pod that was applied by itself is ready.
    public void ready(String pod) {
        client().pods()
                .inNamespace(name)
                .withName(pod)
                .waitUntilReady(ROLLOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /// What a container has written so far.
    public String log(String pod, String container) {
        return client().pods().inNamespace(name).withName(pod).inContainer(container).getLog();
    }

    /// Runs a command in the first pod of a workload, in its own container.
    public Output run(String app, Duration limit, String... command) {
        return runIn(pods(app).getFirst().getMetadata().getName(), app, limit, command);
    }

    /// Runs one of the tests' applications in the first pod of a workload, to its end.
    public Output execute(
            String app, Duration limit, Application application, String... arguments) {
        return run(app, limit, application.command(arguments).toArray(String[]::new));
    }

    /// What such an application says in JSON.
    public <T> T told(
            Class<T> type,
            String app,
            Duration limit,
            Application application,
            String... arguments) {
        return json(type, execute(app, limit, application, arguments).text());
    }

    /// Reads JSON.
    public <T> T json(Class<T> type, String text) {
        return client().getKubernetesSerialization().unmarshal(text, type);
    }

    /// Asks a page of the proxy of a workload's first pod, for instance `15000/config`.
    public String proxyPage(String app, String portAndPath) {
        return run(
                        app,
                        Duration.ofSeconds(20),
                        "curl",
                        "-sf",
                        "-m",
                        "10",
                        "http://127.0.0.1:" + portAndPath)
                .text();
    }

    /// The metrics of the proxy of a workload's first pod.
    public Metrics proxyMetrics(String app) {
        return Metrics.of(proxyPage(app, "15020/metrics"));
    }

    /// Serial number of the certificate in an identity Secret; empty while there is none.
    public String serial(String secret) {
        return mesh.serial(name, secret);
    }

    /// Runs a command in a container.
    public Output runIn(String pod, String container, Duration limit, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var exec =
                client().pods()
                        .inNamespace(name)
                        .withName(pod)
                        .inContainer(container)
                        .writingOutput(out)
                        .writingError(err)
                        .usingListener(
                                new ExecListener() {
                                    @Override
                                    public void onClose(int code, String reason) {}
                                })
                        .exec(command)) {
            var code = exec.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    String.join(" ", command) + " did not end within " + limit + ": " + out + err,
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot run a command in " + pod, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running a command in " + pod, e);
        }
    }

    @Override
    public void close() {
        client().namespaces().withName(name).withGracePeriod(0).delete();
    }
}
