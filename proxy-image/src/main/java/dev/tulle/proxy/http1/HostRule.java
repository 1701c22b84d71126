package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// RFC 9112 section 3.2: a target of one of the four forms, exactly one Host in HTTP/1.1, at most
/// one in 1.0, and it is a host. The authority of a target counts more than Host.
final class HostRule {
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
    private static final AsciiString ASTERISK = AsciiString.cached("*");
    private static final AsciiString HTTP = AsciiString.cached("http://");
    private static final AsciiString HTTPS = AsciiString.cached("https://");

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
        AsciiString target = head.target();
        if (target.byteAt(0) != '/') {
            checkForm(head, target);
        }
    }

    private static void checkForm(HeadBlock head, AsciiString target) throws MalformedException {
        boolean asterisk = ASTERISK.contentEquals(target) && OPTIONS.contentEquals(head.method());
        if (asterisk || ConnectRule.is(head)) {
            return;
        }
        int start = startsWith(target, HTTP) ? HTTP.length() : HTTPS.length();
        if (start == HTTPS.length() && !startsWith(target, HTTPS)) {
            throw MalformedException.badRequest("a target of no form of RFC 9112's");
        }
        int end = start;
        while (end < target.length() && target.byteAt(end) != '/' && target.byteAt(end) != '?') {
            end++;
        }
        AsciiString authority = new AsciiString(target.subSequence(start, end, false));
        checkValue(authority);
        head.remove(HOST);
        head.add(HOST, authority);
    }

    private static boolean startsWith(AsciiString target, AsciiString scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length());
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
