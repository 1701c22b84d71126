package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.FuzzTarget;
import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a query parameter and of a cookie are those that a simple reading finds; nothing
/// escapes as an exception.
public final class QueryAndCookieTarget implements FuzzTarget {
    private static final AsciiString NAME = AsciiString.of("a");
    private static final String WANTED = "b";

    /// The input as the target and as the only cookie field.
    private record Asked(AsciiString target, AsciiString cookie) implements RequestView {
        @Override
        public AsciiString method() {
            return AsciiString.of("GET");
        }

        @Override
        public @Nullable CharSequence value(AsciiString name, int nth) {
            return nth == 0 && name.contentEquals("cookie") ? cookie : null;
        }
    }

    @Override
    public void test(byte[] input) {
        AsciiString text = new AsciiString(input, true);
        Asked asked = new Asked(new AsciiString("/?").concat(text), text);
        for (Reading reading : Reading.values()) {
            Tally query = new Tally().begin(TextTest.of(new TextMatch.Exact(WANTED)));
            QueryParameters.tally(asked.target, NAME, query);
            assertThat(query.matches(reading))
                    .as("query %s", reading)
                    .isEqualTo(matches(queryValues(text.toString()), reading));
            Tally cookies = new Tally().begin(TextTest.of(new TextMatch.Exact(WANTED)));
            Cookies.tally(asked, NAME, cookies);
            assertThat(cookies.matches(reading))
                    .as("cookie %s", reading)
                    .isEqualTo(matches(cookieValues(text.toString()), reading));
        }
    }

    private static boolean matches(List<String> values, Reading reading) {
        return switch (reading) {
            case EVERY -> !values.isEmpty() && values.stream().allMatch(WANTED::equals);
            case ANY -> values.contains(WANTED);
        };
    }

    private static List<String> queryValues(String query) {
        return List.of(query.split("&", -1)).stream()
                .map(pair -> pair.split("=", 2))
                .filter(pair -> form(pair[0]).equals("a"))
                .map(pair -> pair.length > 1 ? form(pair[1]) : "")
                .toList();
    }

    private static String form(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean escape = bytes[i] == '%' && text.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*");
            if (escape) {
                out[length++] = (byte) Integer.parseInt(text.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                out[length++] = bytes[i] == '+' ? (byte) ' ' : bytes[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static List<String> cookieValues(String field) {
        return List.of(field.split(";", -1)).stream()
                .map(pair -> pair.replaceAll("^[ \t]+", ""))
                .filter(pair -> pair.startsWith("a="))
                .map(pair -> pair.substring(2).replaceAll("[ \t]+$", ""))
                .map(value ->
                        value.matches("(?s)\".*\"")
                                ? value.substring(1, value.length() - 1)
                                : value)
                .toList();
    }
}
