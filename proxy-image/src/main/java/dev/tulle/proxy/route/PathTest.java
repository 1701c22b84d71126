package dev.tulle.proxy.route;

import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;
import java.util.Objects;

/// A compiled comparison of a path. What the user wrote is read in the same two ways as the path of
/// a request, and each reading is compared with its own.
sealed interface PathTest {

    boolean strict(AsciiString path);

    boolean loose(AsciiString path);

    static PathTest of(TextMatch match) {
        return switch (match) {
            case TextMatch.Exact(String text) -> new Exact(readings(text));
            case TextMatch.Prefix(String text) -> Prefix.of(readings(text));
            case TextMatch.Regex(String pattern) -> new Matching(Regex.of(pattern));
        };
    }

    private static PathReadings readings(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "path '" + text + "' does not start with '/': expected /" + text);
        }
        return Objects.requireNonNullElseGet(
                PathReadings.of(Escape.of(text)),
                () -> {
                    throw new IllegalArgumentException(
                            "path '"
                                    + text
                                    + "' has a '%' that escapes nothing: expected %25 for the sign"
                                    + " itself");
                });
    }

    record Exact(PathReadings path) implements PathTest {
        @Override
        public boolean strict(AsciiString other) {
            return path.strict().contentEquals(other);
        }

        @Override
        public boolean loose(AsciiString other) {
            return path.loose().contentEquals(other);
        }
    }

    /// Whole segments, without the slash at their end; empty takes every path.
    record Prefix(AsciiString strictly, AsciiString loosely) implements PathTest {
        static Prefix of(PathReadings path) {
            return new Prefix(withoutSlash(path.strict()), withoutSlash(path.loose()));
        }

        private static AsciiString withoutSlash(AsciiString path) {
            return path.endsWith("/") ? path.subSequence(0, path.length() - 1) : path;
        }

        @Override
        public boolean strict(AsciiString path) {
            return begins(path, strictly);
        }

        @Override
        public boolean loose(AsciiString path) {
            return begins(path, loosely);
        }

        private static boolean begins(AsciiString path, AsciiString prefix) {
            int length = prefix.length();
            return path.length() >= length
                    && (path.length() == length || path.byteAt(length) == '/')
                    && path.regionMatches(0, prefix, 0, length);
        }
    }

    record Matching(Regex regex) implements PathTest {
        @Override
        public boolean strict(AsciiString path) {
            return regex.matches(path);
        }

        @Override
        public boolean loose(AsciiString path) {
            return regex.matches(path);
        }
    }
}
