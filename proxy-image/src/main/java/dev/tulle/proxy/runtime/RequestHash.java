package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.route.Cookies;
import dev.tulle.proxy.route.RequestView;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The hash of what a policy takes for the key of a request, its name made ready for the search. A
/// connection has no key but its caller's address.
public sealed interface RequestHash {

    /// [LoadBalancer#NO_HASH] where there is no value; the request is null for a connection.
    long of(IpAddress caller, @Nullable RequestView request);

    static RequestHash of(HashKey key) {
        return switch (key) {
            case HashKey.ClientAddress() -> new ClientAddress();
            case HashKey.Header(String name) -> new Header(AsciiString.of(name));
            case HashKey.Cookie(String name) -> new Cookie(AsciiString.of(name));
        };
    }

    private static long hash(@Nullable CharSequence value) {
        return value == null || value.isEmpty() ? LoadBalancer.NO_HASH : Hashes.of(value);
    }

    record ClientAddress() implements RequestHash {
        @Override
        public long of(IpAddress caller, @Nullable RequestView request) {
            return hash(caller.toString());
        }
    }

    record Header(AsciiString name) implements RequestHash {
        @Override
        public long of(IpAddress caller, @Nullable RequestView request) {
            return hash(request == null ? null : request.value(name, 0));
        }
    }

    record Cookie(AsciiString name) implements RequestHash {
        @Override
        public long of(IpAddress caller, @Nullable RequestView request) {
            return hash(request == null ? null : Cookies.first(request, name));
        }
    }
}
