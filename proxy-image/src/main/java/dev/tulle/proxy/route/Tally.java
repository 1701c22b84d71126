package dev.tulle.proxy.route;

import org.jspecify.annotations.Nullable;

/// Counts the values of one name, and those among them that look as they should.
final class Tally {
    private @Nullable TextTest text;
    private int values;
    private int matching;

    Tally begin(@Nullable TextTest wanted) {
        text = wanted;
        values = 0;
        matching = 0;
        return this;
    }

    void add(CharSequence value) {
        values++;
        TextTest wanted = text;
        if (wanted != null && wanted.test(value)) {
            matching++;
        }
    }

    boolean any() {
        return values > 0;
    }

    /// Whether enough of the values look as they should for this reading.
    boolean matches(Reading reading) {
        return switch (reading) {
            case EVERY -> matching > 0 && matching == values;
            case ANY -> matching > 0;
        };
    }
}
