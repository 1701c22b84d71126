package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    @Test
    void takesTheWholeText() {
        assertThat(Regex.of("/v[0-9]+").matches("/v12")).isTrue();
        assertThat(Regex.of("/v[0-9]+").matches("/v12/x")).isFalse();
        assertThat(Regex.of("a|b").matches("ab")).isFalse();
    }

    @Test
    void takesNoLongerThanTheTextWantsIt() {
        Regex nested = Regex.of("(a*)*(a*)*(a+)+b");

        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(nested.matches("a".repeat(Regex.LONGEST_TEXT))).isFalse());
    }

    @Test
    void leavesLongTextsAlone() {
        assertThat(Regex.of("a*").matches("a".repeat(Regex.LONGEST_TEXT))).isTrue();
        assertThat(Regex.of("a*").matches("a".repeat(Regex.LONGEST_TEXT + 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "(?=x)", "\\1", "a**"})
    void refusesOtherSyntax(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern)
                .hasMessageContaining("is no regular expression");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{100}){100}",
                "((a{30}){30}){30}",
                "[a-z]{1001}",
                "(ab{500}c){3}",
                "x{9}{9}{99}"
            })
    void refusesWhatGrowsByRepetition(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most 1000, repeat less");
    }

    @ParameterizedTest(name = "{0} has about {1} steps")
    @CsvSource({
        "abc, 3",
        "[0-9]{4}-[0-9]{2}, 7",
        "(ab){3}, 12",
        "\\x{10FFFF}\\p{Greek}, 2",
        "[]a]{2}, 2",
        "[[:alpha:]]{5}, 5",
        "'a{2,', 4",
    })
    void estimatesTheSize(String pattern, int steps) {
        assertThat(RegexSize.of(pattern)).isEqualTo(steps);
    }
}
