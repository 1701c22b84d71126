package dev.tulle.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A named cluster or the project's own node, both behind the script `kube/cluster`. It stays up
/// for the next run: `make cluster-down` ends it.
record ScriptedCluster(Command script, String kubeconfig, String registry) implements Cluster {
    static ScriptedCluster up(Command script) {
        script.line("up");
        try {
            var kubeconfig = Files.readString(Path.of(script.line("kubeconfig")));
            return new ScriptedCluster(script, kubeconfig, script.line("registry"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void load(List<Path> archives) {
        script.line(
                Stream.concat(Stream.of("load"), archives.stream().map(Path::toString))
                        .toArray(String[]::new));
    }

    @Override
    public void close() {}
}
