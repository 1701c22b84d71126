package dev.tulle.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdYamlTest {
    private static final Path IN_THE_CHART = Path.of("../helm/files");

    @Test
    void committedYamlIsWhatTheRecordsSay(@TempDir Path directory) throws IOException {
        isUpToDate(CrdYaml.COMMITTED, CrdYaml.generated(directory));
    }

    @Test
    void chartHasTheSameYaml(@TempDir Path directory) throws IOException {
        isUpToDate(IN_THE_CHART, CrdYaml.generated(directory));
    }

    private static void isUpToDate(Path directory, Map<String, String> generated)
            throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            for (var file : generated.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        }

        var committed = CrdYaml.read(directory);

        assertThat(committed)
                .as("files in %s; refresh them with `make golden`", directory)
                .containsOnlyKeys(generated.keySet());
        generated.forEach((name, text) ->
                assertThat(committed.get(name))
                        .as("%s/%s; refresh it with `make golden`", directory, name)
                        .isEqualTo(text));
    }
}
