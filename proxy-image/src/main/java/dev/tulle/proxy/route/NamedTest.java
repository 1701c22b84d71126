package dev.tulle.proxy.route;

import dev.tulle.proxy.model.FieldMatch;
import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A compiled look at something that has a name: a field, a parameter of the query, a cookie.
final class NamedTest {

    /// Where the values of a name stand.
    enum Place {
        FIELDS,
        QUERY,
        COOKIES
    }

    private final Place place;
    private final AsciiString name;
    private final @Nullable TextTest text;
    private final boolean expected;

    private NamedTest(Place place, AsciiString name, @Nullable TextTest text, boolean expected) {
        this.place = place;
        this.name = name;
        this.text = text;
        this.expected = expected;
    }

    static NamedTest of(Place place, FieldMatch match) {
        AsciiString name =
                AsciiString.of(
                        place == Place.FIELDS
                                ? match.name().toLowerCase(Locale.ROOT)
                                : match.name());
        return switch (match) {
            case FieldMatch.Value(_, var text) ->
                    new NamedTest(place, name, TextTest.of(text), true);
            case FieldMatch.Present _ -> new NamedTest(place, name, null, true);
            case FieldMatch.Absent _ -> new NamedTest(place, name, null, false);
        };
    }

    boolean test(RoutedRequest request, Reading reading) {
        Tally tally = request.tally().begin(text);
        switch (place) {
            case FIELDS -> fields(request.view(), tally);
            case QUERY -> QueryParameters.tally(request.view().target(), name, tally);
            case COOKIES -> Cookies.tally(request.view(), name, tally);
        }
        return text == null ? tally.any() == expected : tally.matches(reading);
    }

    private void fields(RequestView view, Tally into) {
        int nth = 0;
        for (CharSequence value = view.value(name, 0); value != null; ) {
            into.add(value);
            nth++;
            value = view.value(name, nth);
        }
    }
}
