package dev.tulle.proxy.route;

import io.netty.util.AsciiString;

/// The parameters of a target's query, as a form writes them.
final class QueryParameters {

    private QueryParameters() {}

    /// Hands over every value of a name; a parameter without `=` has the empty value.
    static void tally(AsciiString target, AsciiString name, Tally into) {
        int at = target.indexOf('?', 0) + 1;
        if (at == 0) {
            return;
        }
        while (at <= target.length()) {
            int end = target.indexOf('&', at);
            end = end < 0 ? target.length() : end;
            int equals = target.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd > at && is(target, at, nameEnd, name)) {
                into.add(value(target, Math.min(nameEnd + 1, end), end));
            }
            at = end + 1;
        }
    }

    private static boolean is(AsciiString target, int from, int to, AsciiString name) {
        if (to - from == name.length() && target.regionMatches(from, name, 0, name.length())) {
            return true;
        }
        return isEscaped(target, from, to)
                && name.contentEquals(Escape.ofForm(target.subSequence(from, to, false)));
    }

    private static CharSequence value(AsciiString target, int from, int to) {
        AsciiString raw = target.subSequence(from, to, false);
        return isEscaped(target, from, to) ? Escape.ofForm(raw) : raw;
    }

    private static boolean isEscaped(AsciiString target, int from, int to) {
        for (int i = from; i < to; i++) {
            if (target.byteAt(i) == '%' || target.byteAt(i) == '+') {
                return true;
            }
        }
        return false;
    }
}
