package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// RFC 9112 section 3.2: exactly one Host in HTTP/1.1, at most one in 1.0, and it is a host.
final class HostRule {
    private HostRule() {}

    static void check(HeadBlock head) throws MalformedException {
        int hosts = 0;
        for (int i = 0; i < head.count(); i++) {
            if (head.known(i) == KnownField.HOST) {
                hosts++;
                checkValue(head.value(i));
            }
        }
        if (hosts > 1 || (hosts == 0 && head.minorVersion() == 1)) {
            throw MalformedException.badRequest(hosts + " Host fields: expected one");
        }
    }

    private static void checkValue(AsciiString host) throws MalformedException {
        if (host.isEmpty()) {
            throw MalformedException.badRequest("an empty Host");
        }
        for (int i = 0; i < host.length(); i++) {
            if (!Grammar.isHost(host.byteAt(i))) {
                throw MalformedException.badRequest("a Host that is no host");
            }
        }
    }

    /// A request of HTTP/1.0 may come without Host but leaves as HTTP/1.1, which needs one; empty
    /// when nothing is missing.
    static String missing(HeadBlock head, @Nullable Exchange exchange) {
        if (exchange == null || head.has(KnownField.HOST)) {
            return "";
        }
        return switch (exchange.caller()) {
            case Caller.Application application -> application.called().toString();
            case Caller.Remote remote -> remote.called().toString();
        };
    }
}
