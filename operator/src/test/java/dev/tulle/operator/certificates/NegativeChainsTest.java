package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.certificates.SvidCorpus.Expectation;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every chain of the corpus gets the verdict that stands there; the proxy has the same test over
/// the same files.
class NegativeChainsTest {
    @TestFactory
    List<DynamicTest> judgedAsExpected() {
        List<Expectation> all = SvidCorpus.expectations();
        return IntStream.range(0, all.size())
                .mapToObj(i ->
                        DynamicTest.dynamicTest(
                                "%d %s".formatted(i + 1, all.get(i).line()),
                                () -> check(all.get(i))))
                .toList();
    }

    @Test
    void noCertificateAtAllIsRefused() {
        Expectation any = SvidCorpus.expectations().getFirst();

        PeerVerdict verdict =
                new PeerVerifier(InstantSource.fixed(any.time()))
                        .verify(
                                List.of(),
                                SvidCorpus.bundle(any.trustDomain(), any.bundle()),
                                Side.CLIENT);

        assertThat(verdict)
                .isEqualTo(
                        new PeerVerdict.Refused(
                                PeerVerdict.Refusal.OTHER, "the peer sent no certificate"));
    }

    private static void check(Expectation expected) {
        PeerVerdict verdict =
                new PeerVerifier(InstantSource.fixed(expected.time()))
                        .verify(
                                SvidCorpus.chain(expected.chain()),
                                SvidCorpus.bundle(expected.trustDomain(), expected.bundle()),
                                Side.valueOf(expected.side().toUpperCase(Locale.ROOT)));

        switch (verdict) {
            case PeerVerdict.Accepted accepted ->
                    assertThat("ok " + accepted.id())
                            .isEqualTo(expected.verdict() + " " + expected.id());
            case PeerVerdict.Refused refused ->
                    assertThat(refused.refusal().name().toLowerCase(Locale.ROOT))
                            .as(refused.sentence())
                            .isEqualTo(expected.verdict());
        }
    }
}
