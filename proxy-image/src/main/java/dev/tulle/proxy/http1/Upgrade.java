package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Exchange;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Upgrade to a protocol that is not looked at, RFC 9110 section 7.8: offered by a request, granted
/// by an answer with status 101 that names the same one. `h2c` is never offered: HTTP/2 is spoken
/// from the first byte on or not at all.
final class Upgrade {
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final AsciiString CONNECTION = AsciiString.cached("connection");
    private static final AsciiString H2C = AsciiString.cached("h2c");

    private Upgrade() {}

    /// The protocol that a head names in Upgrade and lists in Connection, null when there is none;
    /// asked before [Connection#clean].
    static @Nullable AsciiString named(HeadBlock head) {
        AsciiString protocol = null;
        boolean listed = false;
        for (int i = 0; i < head.count() && head.minorVersion() == 1; i++) {
            KnownField known = head.known(i);
            if (known == KnownField.UPGRADE) {
                protocol = protocol == null ? new AsciiString(head.value(i)) : H2C;
            } else if (known == KnownField.CONNECTION) {
                listed |= lists(head.value(i));
            }
        }
        return protocol == null || !listed || H2C.contentEqualsIgnoreCase(protocol)
                ? null
                : protocol;
    }

    /// Lets it go on to the next hop; called behind [Connection#clean].
    static void keep(HeadBlock head, AsciiString protocol) {
        head.add(CONNECTION, UPGRADE);
        head.add(UPGRADE, protocol);
    }

    /// Checks that an answer grants what the request has offered, and lets it go on.
    static void accept(HeadBlock answer, Exchange exchange) throws MalformedException {
        AsciiString granted = named(answer);
        CharSequence offered = exchange.request().fields().first(UPGRADE);
        if (granted == null || offered == null || !granted.contentEqualsIgnoreCase(offered)) {
            throw MalformedException.badRequest("status 101 without that Upgrade");
        }
        Connection.clean(answer);
        keep(answer, granted);
    }

    private static boolean lists(AsciiString options) {
        int at = 0;
        while (at <= options.length()) {
            int comma = options.indexOf(',', at);
            int end = comma < 0 ? options.length() : comma;
            if (UPGRADE.contentEqualsIgnoreCase(Grammar.trimmed(options, at, end))) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }
}
