package dev.tulle.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashesTest {
    /// Values of the reference implementation, of every way through the algorithm.
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "The quick brown fox jumps over the lazy dog, b242d361fda71bc",
    })
    void isXxHash64(String text, String hash) {
        assertThat(Long.toHexString(Hashes.of(text, 0))).isEqualTo(hash);
        assertThat(Hashes.of(text)).isEqualTo(Hashes.of(text, 0));
    }
}
