package dev.tulle.proxy.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Inputs as text: one in a line, ISO 8859-1 with `\r`, `\n`, `\\`, `\xHH`, and `\{9000*a}` for
/// what is long. Empty lines and those that start with `#` are none.
public final class Corpus {
    private static final Pattern PART =
            Pattern.compile(
                    "\\\\(?:x(?<hex>[0-9a-f]{2})|\\{(?<times>\\d+)\\*(?<what>[^}]+)}|(?<sign>[rn\\\\]))|(?<plain>[^\\\\])");

    private Corpus() {}

    static List<byte[]> of(Fuzzed fuzzed) {
        return named("fuzz/" + fuzzed.word());
    }

    public static List<byte[]> named(String name) {
        try (InputStream in = Corpus.class.getResourceAsStream("/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no corpus " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Corpus::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<MatchResult> parts = PART.matcher(line).results().toList();
        int length = parts.stream().mapToInt(part -> part.group().length()).sum();
        if (length != line.length()) {
            throw new IllegalArgumentException("an escape that is none in: " + line);
        }
        parts.forEach(part -> bytes.writeBytes(part(part)));
        return bytes.toByteArray();
    }

    private static byte[] part(MatchResult part) {
        if (part.group("hex") != null) {
            return new byte[] {(byte) Integer.parseInt(part.group("hex"), 16)};
        }
        if (part.group("times") != null) {
            return bytes(part.group("what").repeat(Integer.parseInt(part.group("times"))));
        }
        if (part.group("sign") != null) {
            return switch (part.group("sign")) {
                case "r" -> new byte[] {'\r'};
                case "n" -> new byte[] {'\n'};
                default -> new byte[] {'\\'};
            };
        }
        return part.group("plain").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// As it stands in the file.
    static String line(byte[] bytes) {
        StringBuilder line = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\r' -> line.append("\\r");
                case '\n' -> line.append("\\n");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (b >= ' ' && b < 0x7f && !(line.isEmpty() && b == '#')) {
                        line.append((char) b);
                    } else {
                        line.append("\\x%02x".formatted(b));
                    }
                }
            }
        }
        return line.toString();
    }
}
