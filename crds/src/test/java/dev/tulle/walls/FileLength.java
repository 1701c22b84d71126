package dev.tulle.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A module's test class implements this to hold its sources to the wall.
public interface FileLength {
    int MOST = 400;

    /// A source file of the module in the working directory.
    record Source(Path file, long lines) {
        static Source of(Path file) {
            try (Stream<String> lines = Files.lines(file)) {
                return new Source(file, lines.count());
            } catch (IOException e) {
                throw new IllegalStateException("cannot read " + file, e);
            }
        }
    }

    @Test
    default void noFileIsLongerThanTheWall() throws IOException {
        List<Source> longest;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            longest =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Source::of)
                            .sorted(Comparator.comparingLong(Source::lines).reversed())
                            .limit(10)
                            .toList();
        }

        assertThat(longest).as("no source found: is the working directory the module?").hasSize(10);
        longest.forEach(each -> System.out.println(each.lines() + " " + each.file()));
        assertThat(longest).allMatch(each -> each.lines() <= MOST, "at most " + MOST + " lines");
    }
}
