package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.model.HashKey;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The hash of what a policy takes for the key of a request. A connection has no key but its
/// caller's address.
final class RequestHash {
    private static final AsciiString COOKIE = AsciiString.cached("cookie");

    private RequestHash() {}

    static long of(HashKey key, Caller caller, @Nullable Exchange exchange) {
        CharSequence value =
                switch (key) {
                    case HashKey.ClientAddress() -> caller.address().toString();
                    case HashKey.Header header -> header(exchange, header.name());
                    case HashKey.Cookie cookie -> cookie(exchange, cookie.name());
                };
        return value == null || value.isEmpty() ? LoadBalancer.NO_HASH : Hashes.of(value);
    }

    private static @Nullable CharSequence header(@Nullable Exchange exchange, CharSequence name) {
        return exchange == null ? null : exchange.request().fields().first(AsciiString.of(name));
    }

    private static @Nullable CharSequence cookie(@Nullable Exchange exchange, String name) {
        CharSequence all = header(exchange, COOKIE);
        if (all == null) {
            return null;
        }
        int at = 0;
        while (at < all.length()) {
            int end = indexOf(all, ';', at);
            int from = at;
            while (from < end && all.charAt(from) == ' ') {
                from++;
            }
            if (isNamed(all, from, end, name)) {
                return all.subSequence(from + name.length() + 1, end);
            }
            at = end + 1;
        }
        return null;
    }

    private static boolean isNamed(CharSequence all, int from, int end, String name) {
        int equals = from + name.length();
        if (equals >= end || all.charAt(equals) != '=') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (all.charAt(from + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(CharSequence text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return text.length();
    }
}
