package dev.tulle.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A program under `src/test/resources/applications`, run by Python or Node of the image with other
/// people's applications.
///
/// @param file its name
public record Application(String file) {
    static final String IMAGE = "tulle-test-applications";

    /// The words that run it in a pod.
    public List<String> command(String... arguments) {
        var words =
                new ArrayList<>(
                        file.endsWith(".js")
                                ? List.of("node", "-e", text(), "--")
                                : List.of("python3", "-c", text()));
        words.addAll(List.of(arguments));
        return words;
    }

    private String text() {
        try (var in = Application.class.getResourceAsStream("/applications/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no application " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
