package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.certificates.SvidCorpus.Expectation;
import org.junit.jupiter.api.Test;

/// The corpus in the tree is the one that [SvidCases] would make; its keys are thrown away, so
/// files are compared by what is in them.
class SvidCorpusTest {
    private final SvidCases cases = new SvidCases();

    @Test
    void theTreeHoldsEveryCase() {
        if (Boolean.getBoolean("svid.update")) {
            refresh();
        }

        assertThat(SvidCorpus.expectations()).isEqualTo(cases.expectations());
        cases.chains()
                .forEach((name, chain) ->
                        assertThat(SvidCorpus.chain(name)).as(name).hasSameSizeAs(chain));
        cases.bundles()
                .forEach((name, roots) ->
                        assertThat(SvidCorpus.bundle("any", name).roots())
                                .as(name)
                                .hasSameSizeAs(roots));
    }

    @Test
    void everyChainIsJudgedAtLeastOnce() {
        assertThat(SvidCorpus.expectations())
                .extracting(Expectation::chain)
                .containsAll(cases.chains().keySet());
    }

    private void refresh() {
        SvidCorpus.write(SvidCorpus.expectationsFile(), SvidCorpus.text(cases.expectations()));
        cases.chains()
                .forEach((name, chain) ->
                        SvidCorpus.write("chains/" + name + ".pem", CertificatePem.write(chain)));
        cases.bundles()
                .forEach((name, roots) ->
                        SvidCorpus.write("bundles/" + name + ".pem", CertificatePem.write(roots)));
    }
}
