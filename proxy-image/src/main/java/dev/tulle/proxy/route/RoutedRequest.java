package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request while rules are tried on it: what several of them look at is made once, when the
/// first one asks.
final class RoutedRequest {

    private static final AsciiString ROOT = AsciiString.cached("/");
    private static final AsciiString SCHEME = AsciiString.cached("://");

    private final RequestView view;
    private final Tally tally = new Tally();
    private @Nullable PathReadings path;
    private boolean read;

    RoutedRequest(RequestView view) {
        this.view = view;
    }

    RequestView view() {
        return view;
    }

    /// Null when the path cannot be read.
    @Nullable PathReadings path() {
        if (!read) {
            read = true;
            path = PathReadings.of(pathOf(view.target()));
        }
        return path;
    }

    /// The path of a request whose path was seen to be readable.
    PathReadings readablePath() {
        return Objects.requireNonNull(path());
    }

    /// For one count at a time.
    Tally tally() {
        return tally;
    }

    /// The path of a target, be it in origin form or in absolute form.
    static AsciiString pathOf(AsciiString target) {
        int from = start(target);
        if (from == target.length() || target.byteAt(from) == '?') {
            return ROOT;
        }
        int query = target.indexOf('?', from);
        return from == 0 && query < 0
                ? target
                : target.subSequence(from, query < 0 ? target.length() : query, false);
    }

    /// Where the path of a target begins.
    static int start(AsciiString target) {
        int scheme = target.byteAt(0) == '/' ? -1 : target.indexOf(SCHEME);
        if (scheme < 0) {
            return 0;
        }
        for (int i = scheme + SCHEME.length(); i < target.length(); i++) {
            if (target.byteAt(i) == '/' || target.byteAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }
}
