package dev.tulle.e2e.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// K3s in a container, for the time of one run.
record K3sCluster(K3sContainer container) implements Cluster {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.37.0-k3s1");

    static K3sCluster start() {
        var container = new K3sContainer(IMAGE);
        container.start();
        return new K3sCluster(container);
    }

    @Override
    public String kubeconfig() {
        return container.getKubeConfigYaml();
    }

    @Override
    public String registry() {
        return "localhost";
    }

    @Override
    public void load(List<Path> archives) {
        for (Path archive : archives) {
            var inside = "/tmp/" + archive.getFileName();
            container.copyFileToContainer(MountableFile.forHostPath(archive), inside);
            try {
                var result =
                        container.execInContainer(
                                "ctr", "-n", "k8s.io", "images", "import", inside);
                if (result.getExitCode() != 0) {
                    throw new IllegalStateException(
                            "K3s refused " + archive + ": " + result.getStderr());
                }
            } catch (IOException e) {
                throw new IllegalStateException("cannot load " + archive + " into K3s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while loading " + archive, e);
            }
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
