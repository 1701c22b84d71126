package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Judges the chains that the control plane judges too; both must say the same.
class NegativeChainsTest {
    private static final Path CORPUS = Path.of("../crds/src/test/resources/svid");

    record Row(
            String chain,
            String side,
            String trustDomain,
            String bundle,
            Instant clock,
            String verdict,
            String id) {
        static Row parse(String line) {
            String[] words = line.trim().split(" +", -1);
            return new Row(
                    words[0],
                    words[1],
                    words[2],
                    words[3],
                    Instant.parse(words[4]),
                    words[5],
                    words[6]);
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(CORPUS.resolve("expectations.txt")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Row::parse);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void judgesAsTheControlPlaneDoes(Row row) throws Exception {
        List<X509Certificate> chain = certificates("chains", row.chain());
        TrustRoots trust =
                TrustRoots.of(row.trustDomain(), 1, certificates("bundles", row.bundle()));
        Side side = row.side().equals("client") ? Side.CLIENT : Side.SERVER;
        PeerVerifier verifier = new PeerVerifier(Clock.fixed(row.clock(), ZoneOffset.UTC));

        String verdict;
        String id = "-";
        try {
            id = verifier.verify(chain, trust, side).toString();
            verdict = "ok";
        } catch (PeerRefused refused) {
            verdict = refused.failure().word();
            assertThat(refused.getMessage()).as("a sentence for the log").isNotBlank();
        }

        assertThat(verdict).isEqualTo(row.verdict());
        assertThat(id).isEqualTo(row.id());
    }

    private static List<X509Certificate> certificates(String folder, String name)
            throws IOException, CertificateException {
        Path file = CORPUS.resolve(folder).resolve(name + ".pem");
        return Pem.certificates(file.toString(), Files.readString(file));
    }
}
