package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A trailing newline in a root PEM meant BadCertificate a day later (linkerd/linkerd2#3880): here
/// the spelling of a bundle changes neither what is trusted nor its hash.
class OutageO12Test {
    private static final Authority FIRST = Mints.authority(1);
    private static final Authority SECOND = Mints.authority(2);
    private static final TrustBundle CLEAN = Mints.bundle(FIRST, SECOND);

    @TestFactory
    List<DynamicTest> everySpellingIsTheSameBundle() {
        String first = CertificatePem.write(List.of(FIRST.root()));
        String second = CertificatePem.write(List.of(SECOND.root()));
        Map<String, String> spellings =
                Map.of(
                        "clean", first + second,
                        "other order", second + first,
                        "doubled", first + second + first,
                        "no last newline", (first + second).stripTrailing(),
                        "many last newlines", first + second + "\n\n\n",
                        "CRLF", (first + second).replace("\n", "\r\n"),
                        "blank lines between", "\n\n" + first + "\n \n" + second,
                        "text around blocks", "# old\nsubject=/CN=x\n" + first + "new:\n" + second,
                        "one line each", unwrapped(first) + unwrapped(second));
        return spellings.entrySet().stream()
                .map(spelling ->
                        DynamicTest.dynamicTest(
                                spelling.getKey(),
                                () -> {
                                    TrustBundle read = parse(spelling.getValue());
                                    assertThat(read.roots()).isEqualTo(CLEAN.roots());
                                    assertThat(read.sha256()).isEqualTo(CLEAN.sha256());
                                    assertThat(read.pem()).isEqualTo(CLEAN.pem());
                                }))
                .toList();
    }

    @Test
    void anEmptyBundleIsRefused() {
        assertThatThrownBy(() -> parse(" \n")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> TrustBundle.of(Mints.DOMAIN, 1, List.of()))
                .hasMessageContaining("no root");
    }

    @Test
    void aKeyBesideTheRootsIsRefused() {
        String pem = CertificatePem.write(List.of(FIRST.root())) + FIRST.issuerKey().pem();

        assertThatThrownBy(() -> parse(pem)).hasMessageContaining("'PRIVATE KEY'");
    }

    @Test
    void aBlockThatIsCutOffIsRefused() {
        String whole = CertificatePem.write(List.of(FIRST.root()));
        String cut = whole + whole.substring(0, whole.length() / 2);

        assertThatThrownBy(() -> parse(cut)).hasMessageContaining("none cut off");
    }

    @Test
    void aHeaderInsideABlockIsRefused() {
        String pem =
                CertificatePem.write(List.of(FIRST.root()))
                        .replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nName: x\n\nM");

        assertThatThrownBy(() -> parse(pem)).hasMessageContaining("certificate 1 of the PEM");
    }

    @Test
    void theHashIsThatOfTheSet() {
        assertThat(Mints.bundle(FIRST).sha256())
                .isNotEqualTo(CLEAN.sha256())
                .isNotEqualTo(Mints.bundle(SECOND).sha256())
                .matches("[0-9a-f]{64}");
    }

    private static TrustBundle parse(String pem) {
        return TrustBundle.parse(Mints.DOMAIN, 1, pem);
    }

    private static String unwrapped(String pem) {
        return pem.replaceAll("(?m)([A-Za-z0-9+/=])\\n(?!-)", "$1");
    }
}
