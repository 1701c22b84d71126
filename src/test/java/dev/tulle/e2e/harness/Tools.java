package dev.tulle.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Programs that act on a cluster; the script that builds missing ones is asked once.
final class Tools {
    private @Nullable String directories;

    /// The program of that name, or the name where the machine's PATH may know it.
    synchronized Path program(String name) {
        if (directories == null) {
            directories = new Command(Path.of("kube/cluster")).line("tools");
        }
        return Arrays.stream(directories.split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Path.of(name));
    }
}
