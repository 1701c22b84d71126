package dev.tulle.e2e.harness;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A Deployment with labels `app` and `version`, whose pods run one container named as `app`.
///
/// @param image name without registry and tag
public record Workload(
        String name,
        String app,
        String version,
        String account,
        int replicas,
        String image,
        List<String> arguments,
        boolean serves,
        boolean sharesProcesses,
        Map<String, String> podLabels) {

    private static Workload of(String name, String image, List<String> arguments) {
        return new Workload(name, name, "v1", name, 1, image, arguments, false, false, Map.of());
    }

    /// The sample shop's catalog: answers HTTP on 8080 with its version, its pod and its caller's
    /// identity.
    public static Workload catalog(String version) {
        return new Workload(
                "catalog-" + version,
                "catalog",
                version,
                "catalog",
                1,
                "tulle-sample-shop",
                List.of("catalog"),
                true,
                false,
                Map.of());
    }

    /// A pod with curl, h2load, wrk, nc and python, that waits for commands.
    public static Workload client(String name) {
        return of(name, "tulle-test-tools", List.of("sleep", "infinity"));
    }

    /// A pod that runs a Python script.
    public static Workload python(String name, String script) {
        return of(name, "tulle-test-tools", List.of("python3", "-c", script));
    }

    /// A pod that runs one of the tests' applications.
    public static Workload application(String name, String file, String... arguments) {
        return of(name, Application.IMAGE, new Application(file).command(arguments));
    }

    /// A pod with clients that other people wrote, that waits for commands.
    public static Workload clients(String name) {
        return of(name, Application.IMAGE, List.of("sleep", "infinity"));
    }

    public Workload replicas(int count) {
        return new Workload(
                name,
                app,
                version,
                account,
                count,
                image,
                arguments,
                serves,
                sharesProcesses,
                podLabels);
    }

    /// The same, ready when it answers `/healthz` on 8080.
    public Workload serving() {
        return new Workload(
                name,
                app,
                version,
                account,
                replicas,
                image,
                arguments,
                true,
                sharesProcesses,
                podLabels);
    }

    /// The same, whose containers see the processes of each other.
    public Workload sharingProcesses() {
        return new Workload(
                name, app, version, account, replicas, image, arguments, serves, true, podLabels);
    }

    /// The same, outside the mesh.
    public Workload plain() {
        return new Workload(
                name,
                app,
                version,
                account,
                replicas,
                image,
                arguments,
                serves,
                sharesProcesses,
                Map.of("mesh.tulle.dev/inject", "disabled"));
    }

    Deployment deployment(String registry) {
        var selector = Map.of("app", app, "version", version);
        var labels = new HashMap<>(podLabels);
        labels.putAll(selector);
        var container =
                new ContainerBuilder()
                        .withName(app)
                        .withImage(
                                registry
                                        + "/"
                                        + image
                                        + (image.startsWith("tulle-test")
                                                ? ":local"
                                                : ":" + Mesh.VERSION))
                        .withArgs(arguments)
                        .addToEnv(
                                new EnvVarBuilder().withName("VERSION").withValue(version).build());
        if (serves) {
            container
                    .addNewPort()
                    .withContainerPort(8080)
                    .endPort()
                    .withNewReadinessProbe()
                    .withNewHttpGet()
                    .withPath("/healthz")
                    .withNewPort(8080)
                    .endHttpGet()
                    .withPeriodSeconds(1)
                    .endReadinessProbe();
        }
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .withShareProcessNamespace(sharesProcesses)
                .withTerminationGracePeriodSeconds(15L)
                .withContainers(container.build())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
