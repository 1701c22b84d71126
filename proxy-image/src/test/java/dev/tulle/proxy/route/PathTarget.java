package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.FuzzTarget;
import io.netty.util.AsciiString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;

/// The readings of a path: they cannot be read in yet another way, neither can leave the root, and
/// the strict one is that of RFC 3986 written down once more.
public final class PathTarget implements FuzzTarget {

    @Override
    public void test(byte[] input) {
        byte[] path = new byte[input.length + 1];
        path[0] = '/';
        System.arraycopy(input, 0, path, 1, input.length);
        AsciiString text = new AsciiString(path, false);
        PathReadings readings = PathReadings.of(text);
        if (readings == null) {
            assertThat(hasBadEscape(text.toString())).as("refused").isTrue();
            return;
        }
        String strict = readings.strict().toString();
        String loose = readings.loose().toString();
        assertThat(hasBadEscape(text.toString())).as("read").isFalse();
        assertThat(strict).startsWith("/").isEqualTo(normalized(text.toString()));
        assertThat(loose).startsWith("/").doesNotContain("//", "\\");
        assertThat(loose.split("/", -1)).doesNotContain(".", "..");
        assertThat(strict.split("/", -1)).doesNotContain(".", "..");
        if (readings.agree()) {
            assertThat(strict).as("what agrees").isEqualTo(loose);
        }
        PathReadings again = Objects.requireNonNull(PathReadings.of(readings.strict()));
        assertThat(again.strict().toString()).as("read again").isEqualTo(strict);
    }

    private static boolean hasBadEscape(String path) {
        return path.replaceAll("%(?!00)[0-9A-Fa-f]{2}", "").contains("%");
    }

    /// RFC 3986 sections 6.2.2.1 to 6.2.2.3.
    private static String normalized(String path) {
        Deque<String> segments = new ArrayDeque<>();
        String[] raw = path.substring(1).split("/", -1);
        for (int i = 0; i < raw.length; i++) {
            String segment = unescaped(raw[i]);
            boolean last = i == raw.length - 1;
            if (segment.equals("..")) {
                segments.pollLast();
            }
            if (segment.equals(".") || segment.equals("..")) {
                if (last) {
                    segments.addLast("");
                }
            } else {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String unescaped(String segment) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) != '%') {
                out.append(segment.charAt(i));
                continue;
            }
            String digits = segment.substring(i + 1, i + 3);
            char value = (char) Integer.parseInt(digits, 16);
            boolean unreserved = String.valueOf(value).matches("[A-Za-z0-9._~-]");
            out.append(unreserved ? value : "%" + digits.toUpperCase(Locale.ROOT));
            i += 2;
        }
        return out.toString();
    }
}
