package dev.tulle.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One committed file, compared with what the code makes of it today. `-Dgolden.update=true` (or
/// `make golden`) writes it instead.
public final class Golden {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    /// The folders of a set, each one case.
    public static List<Path> cases(String set) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(set))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file of its own, below the folder of all goldens.
    public static Path file(String path) {
        return ROOT.resolve(path);
    }

    public static void verify(Path file, String text) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
            assertThat(text)
                    .as("%s is stale: look at the difference, then run make golden", file)
                    .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
