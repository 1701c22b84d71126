package dev.tulle.operator.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// Chains that operator and proxy must judge alike, in `crds/src/test/resources/svid/`:
/// `expectations.txt` and, named there, `chains/<case>.pem` (as a peer sends it) and
/// `bundles/<name>.pem`.
final class SvidCorpus {
    static final Path DIRECTORY = Path.of("../crds/src/test/resources/svid");
    private static final String EXPECTATIONS = "expectations.txt";

    private SvidCorpus() {}

    /// One line: what becomes of a chain, sent by a peer that plays `side`, under a bundle, at a
    /// time.
    ///
    /// @param verdict `ok`, or a refusal in lower case
    /// @param id the peer's SPIFFE ID, `-` when it is refused
    record Expectation(
            String chain,
            String side,
            String trustDomain,
            String bundle,
            Instant time,
            String verdict,
            String id) {
        static Expectation parse(String line) {
            String[] words = line.split(" +", -1);
            if (words.length != 7) {
                throw new IllegalArgumentException("expected 7 words: " + line);
            }
            return new Expectation(
                    words[0],
                    words[1],
                    words[2],
                    words[3],
                    Instant.parse(words[4]),
                    words[5],
                    words[6]);
        }

        String line() {
            return "%-28s %-6s %-13s %-12s %s %-16s %s"
                    .formatted(chain, side, trustDomain, bundle, time, verdict, id);
        }
    }

    static List<Expectation> expectations() {
        return read(EXPECTATIONS)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Expectation::parse)
                .toList();
    }

    static List<X509Certificate> chain(String name) {
        return CertificatePem.parse(read("chains/" + name + ".pem"));
    }

    static TrustBundle bundle(String trustDomain, String name) {
        return TrustBundle.parse(trustDomain, 1, read("bundles/" + name + ".pem"));
    }

    static String text(List<Expectation> expectations) {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Chains that operator and proxy must judge alike; refreshed by SvidCorpusTest -Dsvid.update=true
                        # chain (chains/<chain>.pem), side that the peer plays, our trust domain, bundle (bundles/<bundle>.pem), our clock, verdict, SPIFFE ID
                        """);
        expectations.forEach(expectation -> text.append(expectation.line()).append('\n'));
        return text.toString();
    }

    static void write(String name, String text) {
        Path file = DIRECTORY.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file.toAbsolutePath(), e);
        }
    }

    static String expectationsFile() {
        return EXPECTATIONS;
    }

    private static String read(String name) {
        Path file = DIRECTORY.resolve(name);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), e);
        }
    }
}
