package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafIssuerTest {
    private static final String SAN = "2.5.29.17";

    @Test
    void aLeafSaysWhatTheStandardAsks() throws CertificateParsingException {
        Authority authority = Mints.authority(1);

        Leaf leaf = Mints.leaf(authority);

        assertThat(leaf.certificate().getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.certificate().getCriticalExtensionOIDs()).contains(SAN);
        assertThat(leaf.certificate().getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://cluster.local/ns/shop/sa/web"));
        assertThat(leaf.certificate().getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.certificate().getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(leaf.certificate().getKeyUsage())
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(leaf.chain()).containsExactly(leaf.certificate(), authority.issuer());
    }

    @Test
    void serialsArePositiveOfFullLengthAndDiffer() {
        Authority authority = Mints.authority(1);

        List<String> serials =
                List.of(Mints.leaf(authority).serial(), Mints.leaf(authority).serial());

        assertThat(serials).doesNotHaveDuplicates().allMatch(s -> s.matches("[4-7][0-9a-f]{39}"));
    }

    @Test
    void everyLeafHasAKeyOfItsOwnThatNothingPrints() {
        Authority authority = Mints.authority(1);
        Leaf first = Mints.leaf(authority);
        Leaf second = Mints.leaf(authority);

        assertThat(first.key().pem()).isNotEqualTo(second.key().pem());
        assertThat(KeyPairs.fit(first.certificate(), first.key())).isTrue();
        assertThat(KeyPairs.fit(first.certificate(), second.key())).isFalse();
        assertThat(first.key()).hasToString("[redacted]");
        assertThat(authority.toString()).doesNotContain("PRIVATE").contains("[redacted]");
    }

    @Test
    void aKeySurvivesItsPem() {
        Leaf leaf = Mints.leaf(Mints.authority(1));

        SecretKey read = SecretKey.parse(leaf.key().pem());

        assertThat(KeyPairs.fit(leaf.certificate(), read)).isTrue();
        assertThat(KeyPairs.publicKey(read)).isEqualTo(leaf.certificate().getPublicKey());
    }

    @Test
    void ourOwnVerifierAcceptsIt() {
        Authority authority = Mints.authority(1);

        PeerVerdict verdict =
                new PeerVerifier(InstantSource.fixed(Mints.NOW))
                        .verify(
                                Mints.leaf(authority).chain(),
                                Mints.bundle(authority),
                                Side.SERVER);

        assertThat(verdict)
                .isEqualTo(
                        new PeerVerdict.Accepted(
                                SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/web")));
    }

    @Test
    void opensslAcceptsItStrictly(@TempDir Path directory) throws Exception {
        assumeThat(Path.of("/usr/bin/openssl")).as("openssl, a foreign judge").exists();
        Authority authority = Mints.authority(1);
        Leaf leaf = Mints.leaf(authority);
        write(directory, "root.pem", CertificatePem.write(List.of(authority.root())));
        write(directory, "issuer.pem", CertificatePem.write(List.of(authority.issuer())));
        write(directory, "leaf.pem", leaf.chainPem());

        for (String purpose : List.of("sslclient", "sslserver")) {
            assertThat(openssl(directory, purpose)).isEqualTo("leaf.pem: OK");
        }
    }

    @Test
    void aLongLifeIsCutAtTheIssuersEnd() {
        Authority authority = Mints.authority(1);
        var late = authority.end().minus(Duration.ofHours(12));

        Issuance issuance = Mints.issue(authority, late, Duration.ofDays(1));

        assertThat(issuance)
                .isInstanceOfSatisfying(
                        Issuance.Issued.class,
                        issued ->
                                assertThat(issued.leaf().validity().notAfter())
                                        .isEqualTo(authority.end()));
    }

    private static String openssl(Path directory, String purpose)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-attime",
                                Long.toString(Mints.NOW.getEpochSecond()),
                                "-purpose",
                                purpose,
                                "-CAfile",
                                "root.pem",
                                "-untrusted",
                                "issuer.pem",
                                "leaf.pem")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("openssl ends").isTrue();
        return output.strip();
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
