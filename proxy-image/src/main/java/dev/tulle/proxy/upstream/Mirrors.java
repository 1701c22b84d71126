package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.CopiedFields;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.MirrorOutcome;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.runtime.MirrorRuntime;
import dev.tulle.proxy.runtime.RuleRuntime;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/// Copies of requests on one event loop. They never touch the request that they are copies of: they
/// have exchanges of their own, outside of its counters, and there are only so many at once.
final class Mirrors {
    private static final int MOST = 100;
    private static final AsciiString MIRROR = AsciiString.cached("x-tulle-mirror");
    private static final AsciiString YES = AsciiString.cached("1");

    private final HttpUpstream upstream;
    private final RequestObserver observer;
    private int underWay;

    Mirrors(HttpUpstream upstream, RequestObserver observer) {
        this.upstream = upstream;
        this.observer = observer;
    }

    /// The sink for a request whose own way is `original`; the same where nothing is mirrored.
    HttpSink of(Exchange exchange, Caller.Application caller, HttpSink original) {
        RuleRuntime rule = exchange.rule();
        if (rule == null || rule.mirrors().isEmpty() || isAConversation(exchange)) {
            return original;
        }
        List<MirrorCall> copies = new ArrayList<>(rule.mirrors().size());
        for (MirrorRuntime mirror : rule.mirrors()) {
            if (!mirror.draws(upstream.loop().random())) {
                continue;
            }
            if (underWay >= MOST) {
                observer.mirrored(MirrorOutcome.OVERFLOW);
            } else {
                copies.add(begin(exchange, caller, mirror));
            }
        }
        return copies.isEmpty() ? original : new MirroredRequest(original, copies);
    }

    /// A tunnel, or a client that proves who it is to a connection: a copy cannot take part in it.
    private static boolean isAConversation(Exchange exchange) {
        return exchange.tunnelling() != Tunnelling.NONE || exchange.request().fields().prove();
    }

    private MirrorCall begin(Exchange exchange, Caller.Application caller, MirrorRuntime mirror) {
        underWay++;
        long now = upstream.loop().ticker().nanoTime();
        return new MirrorCall(
                upstream,
                new MirrorChoice(
                        mirror.backend(),
                        caller.local(),
                        HttpDispatch.engine(exchange, mirror.backend().backend().protocol())),
                new Exchange(caller, exchange.protocol(), copy(exchange.request()), now),
                this::ended);
    }

    private void ended(MirrorOutcome outcome) {
        underWay--;
        observer.mirrored(outcome);
    }

    private static RequestHead copy(RequestHead head) {
        CopiedFields fields = CopiedFields.of(head.fields());
        fields.add(MIRROR, YES);
        return new RequestHead(
                new AsciiString(head.method()), new AsciiString(head.target()), fields);
    }
}
