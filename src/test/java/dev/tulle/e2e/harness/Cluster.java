package dev.tulle.e2e.harness;

import java.nio.file.Path;
import java.util.List;

/// A Kubernetes for the tests.
public interface Cluster extends AutoCloseable {
    /// Credentials with all rights, as YAML.
    String kubeconfig();

    /// What stands before the names of images there.
    String registry();

    /// Makes images known to the nodes.
    ///
    /// @param archives docker archives, as `src/test/kube/images` prints them
    void load(List<Path> archives);

    @Override
    void close();

    /// In this order: the cluster that `TULLE_KUBECONFIG` names on purpose, K3s where a Docker
    /// engine answers, the project's own node. The current context of kubectl is never used.
    static Cluster find() {
        var script = new Command(Path.of("kube/cluster"));
        return switch (script.line("provider")) {
            case "docker" -> K3sCluster.start();
            default -> ScriptedCluster.up(script);
        };
    }
}
