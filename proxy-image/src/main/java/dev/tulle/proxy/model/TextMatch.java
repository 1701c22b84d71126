package dev.tulle.proxy.model;

/// What a text must look like.
public sealed interface TextMatch {
    int LONGEST_REGEX = 256;

    record Exact(String text) implements TextMatch {}

    /// Of a path: whole segments.
    record Prefix(String text) implements TextMatch {}

    /// RE2 syntax, over the whole text.
    record Regex(String pattern) implements TextMatch {
        public Regex {
            if (pattern.length() > LONGEST_REGEX) {
                throw new IllegalArgumentException(
                        "a regular expression of %d characters: expected at most %d"
                                .formatted(pattern.length(), LONGEST_REGEX));
            }
        }
    }
}
