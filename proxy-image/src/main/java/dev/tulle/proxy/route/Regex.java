package dev.tulle.proxy.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression that takes time in proportion to the text, whatever it is. The library is
/// loaded with the first one.
public final class Regex {

    /// Longer texts match nothing: a loop must not be held up by one field.
    static final int LONGEST_TEXT = 4_096;

    private static final int MOST_STEPS = 1_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Refuses what is no RE2 syntax, and what grows too large by counted repetition.
    public static Regex of(String text) {
        int steps = RegexSize.of(text);
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "regular expression '%s' stands for about %d steps: expected at most %d, repeat less"
                            .formatted(text, steps, MOST_STEPS));
        }
        try {
            return new Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression: %s".formatted(text, e.getDescription()), e);
        }
    }

    boolean matches(CharSequence text) {
        return text.length() <= LONGEST_TEXT && pattern.matcher(text).matches();
    }
}
