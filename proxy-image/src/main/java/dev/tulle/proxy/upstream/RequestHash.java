package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.route.Cookies;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The hash of what a policy takes for the key of a request. A connection has no key but its
/// caller's address.
final class RequestHash {
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
        return exchange == null ? null : Cookies.first(exchange.request(), AsciiString.of(name));
    }
}
