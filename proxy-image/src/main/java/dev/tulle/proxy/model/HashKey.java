package dev.tulle.proxy.model;

import java.util.Locale;

/// What of a request decides about its endpoint.
public sealed interface HashKey {
    /// The value of a field; `name` is kept in lower case.
    record Header(String name) implements HashKey {
        public Header {
            name = checked(name).toLowerCase(Locale.ROOT);
        }
    }

    /// The value of a cookie.
    record Cookie(String name) implements HashKey {
        public Cookie {
            name = checked(name);
        }
    }

    /// The address of the calling application.
    record ClientAddress() implements HashKey {}

    private static String checked(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a hash without a name: expected that of a header or cookie");
        }
        return name;
    }
}
