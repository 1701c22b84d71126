package dev.tulle.proxy.route;

import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;

/// A compiled comparison of a value.
sealed interface TextTest {

    boolean test(CharSequence value);

    static TextTest of(TextMatch match) {
        return switch (match) {
            case TextMatch.Exact(String text) -> new Exact(text);
            case TextMatch.Prefix(String text) -> new Prefix(text);
            case TextMatch.Regex(String pattern) -> new Matching(Regex.of(pattern));
        };
    }

    record Exact(String text) implements TextTest {
        @Override
        public boolean test(CharSequence value) {
            return AsciiString.contentEquals(text, value);
        }
    }

    record Prefix(String text) implements TextTest {
        @Override
        public boolean test(CharSequence value) {
            return AsciiString.regionMatches(value, false, 0, text, 0, text.length());
        }
    }

    record Matching(Regex regex) implements TextTest {
        @Override
        public boolean test(CharSequence value) {
            return regex.matches(value);
        }
    }
}
