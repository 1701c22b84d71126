package dev.tulle.proxy.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The same targets for Jazzer, which looks for inputs that reach new code. `JazzerMain targets`
/// prints their names, `JazzerMain corpus TARGET DIRECTORY` writes the corpus as it wants it, and
/// `JazzerMain line FILE` prints an input as a line of ours.
public final class JazzerMain {
    private JazzerMain() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "targets" -> {
                for (Fuzzed fuzzed : Fuzzed.values()) {
                    System.out.println(fuzzed.word());
                }
            }
            case "corpus" -> write(Corpus.of(named(args[1])), Path.of(args[2]));
            case "line" -> {
                byte[] line =
                        Corpus.line(Files.readAllBytes(Path.of(args[1])))
                                .getBytes(StandardCharsets.ISO_8859_1);
                System.out.writeBytes(line);
                System.out.println();
            }
            default -> throw new IllegalArgumentException("no command " + args[0]);
        }
    }

    private static Fuzzed named(String word) {
        return Fuzzed.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void write(List<byte[]> corpus, Path directory) throws IOException {
        for (int i = 0; i < corpus.size(); i++) {
            Files.write(directory.resolve("%03d".formatted(i)), corpus.get(i));
        }
    }

    /// Called by Jazzer for the target that `tulle.fuzz.target` names.
    public static void fuzzerTestOneInput(byte[] input) {
        Chosen.TARGET.test(input);
    }

    private static final class Chosen {
        private static final FuzzTarget TARGET =
                named(System.getProperty("tulle.fuzz.target", "")).target();
    }
}
