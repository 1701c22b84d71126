package dev.tulle.operator.resolve;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration as users write it: 250ms, 2s, 5m or 1h30m. The schema admits nothing else.
final class DurationText {

    private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

    private DurationText() {}

    static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            long amount = Long.parseLong(part.group(1));
            sum =
                    sum.plus(
                            switch (part.group(2)) {
                                case "h" -> Duration.ofHours(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                default -> Duration.ofMillis(amount);
                            });
            end = part.end();
            part.region(end, text.length());
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration: write 250ms, 2s, 5m or 1h30m");
        }
        return sum;
    }
}
