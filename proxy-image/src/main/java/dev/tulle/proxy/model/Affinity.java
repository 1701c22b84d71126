package dev.tulle.proxy.model;

import java.time.Duration;
import java.util.List;

/// Requests of one client stay with the endpoint that answered the first.
///
/// @param keys the first one signs, each is believed
public record Affinity(Carrier carrier, List<SigningKey> keys) {

    /// One that signs, one that did or will.
    public static final int MOST_KEYS = 4;

    public Affinity {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "%d keys: expected 1 to %d".formatted(keys.size(), MOST_KEYS));
        }
    }

    /// Where the client holds the value.
    public sealed interface Carrier {
        String name();

        /// The same for what the rule of this name takes: it has backends of its own.
        Carrier of(String rule);
    }

    /// For browsers; no time stands for their session.
    public record Cookie(String name, Duration maxAge) implements Carrier {
        public Cookie {
            Visible.checkToken("cookie", name);
            if (maxAge.isNegative()) {
                throw new IllegalArgumentException(
                        "a cookie for %s: expected no negative time".formatted(maxAge));
            }
        }

        @Override
        public Cookie of(String rule) {
            return new Cookie(name + '-' + rule, maxAge);
        }
    }

    /// For programs, which send the field of an answer back; its name is in lower case.
    public record Header(String name) implements Carrier {
        public Header {
            HeaderEdit.check(name);
        }

        @Override
        public Header of(String rule) {
            return new Header(name + '-' + rule);
        }
    }
}
