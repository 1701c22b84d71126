package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Tunnelling;
import io.netty.util.AsciiString;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Heads as header lists. What came by HTTP/2 goes on as the list that it came in; anything else is
/// copied: names in lower case, without the fields that hold for one connection only, Host as
/// `:authority`.
final class Bridge {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final String SCHEME_END = "://";

    private Bridge() {}

    /// What a client asked for, as nobody has looked at it yet.
    static Exchange exchange(HeaderList list, Caller caller, ServerParts parts) {
        RequestHead head = asked(list, parts.random());
        Exchange begun = new Exchange(caller, HttpProtocol.HTTP2, head, parts.ticker().nanoTime());
        if (HeadRules.isConnect(list)) {
            begun.asksFor(list.path() == null ? Tunnelling.CONNECT : Tunnelling.UPGRADE);
        }
        return begun;
    }

    private static RequestHead asked(HeaderList list, RandomGenerator random) {
        AsciiString path = list.path();
        if (path != null && list.protocol() != null) {
            return ExtendedConnect.received(list, path, random);
        }
        // CONNECT has no path: the authority is what it asks for.
        return new RequestHead(
                Objects.requireNonNull(list.method()),
                Objects.requireNonNull(path == null ? list.authority() : path),
                new Http2Fields(list));
    }

    static HeaderList request(RequestHead head, Exchange exchange) {
        HeaderList list = list(head.fields());
        if (exchange.tunnelling() == Tunnelling.CONNECT) {
            list.method(CONNECT);
            list.authority(kept(head.fields(), head.target()));
            return list;
        }
        if (exchange.tunnelling() == Tunnelling.UPGRADE) {
            ExtendedConnect.ask(list, head.fields());
        } else {
            list.method(kept(head.fields(), head.method()));
        }
        if (list.scheme() == null) {
            list.scheme(HTTP);
        }
        target(list, head);
        if (list.authority() == null) {
            list.authority(exchange.caller().called().toString());
        }
        return list;
    }

    /// The absolute form names the authority too, and wins over Host (RFC 9112 section 3.2.2).
    private static void target(HeaderList list, RequestHead head) {
        AsciiString target = head.target();
        int scheme = target.indexOf(SCHEME_END);
        if (target.isEmpty() || target.byteAt(0) == '/' || scheme < 0) {
            list.path(kept(head.fields(), target));
            return;
        }
        int from = scheme + SCHEME_END.length();
        int slash = target.indexOf('/', from);
        list.authority(copy(target.subSequence(from, slash < 0 ? target.length() : slash)));
        list.path(slash < 0 ? AsciiString.of("/") : copy(target.subSequence(slash)));
    }

    static HeaderList response(ResponseHead head) {
        HeaderList list = list(head.fields());
        if (list.status() == null) {
            list.status(Statuses.text(head.status()));
        }
        if (head.status() == ResponseHead.SWITCHING) {
            ExtendedConnect.grant(list);
        }
        return list;
    }

    static HeaderList trailers(Fields fields) {
        return list(fields);
    }

    private static HeaderList list(Fields fields) {
        if (fields instanceof Http2Fields own) {
            return own.list();
        }
        HeaderList list = new HeaderList();
        fields.forEach((name, value) -> add(list, name, value));
        return list;
    }

    private static void add(HeaderList list, CharSequence name, CharSequence value) {
        AsciiString lower = new AsciiString(name).toLowerCase();
        if (Http2Fields.HOST.equals(lower)) {
            list.authority(new AsciiString(value));
        } else if (!FieldRules.ofOneConnection(lower)
                && (!TE.equals(lower) || TRAILERS.contentEqualsIgnoreCase(value))) {
            list.append(lower, new AsciiString(value));
        }
    }

    /// Views on a buffer of another engine would change under the encoder's table.
    private static AsciiString kept(Fields fields, AsciiString text) {
        return fields instanceof Http2Fields ? text : copy(text);
    }

    private static AsciiString copy(AsciiString text) {
        return new AsciiString(text.array(), text.arrayOffset(), text.length(), true);
    }
}
