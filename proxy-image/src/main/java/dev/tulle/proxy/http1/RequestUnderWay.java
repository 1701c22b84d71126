package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Verdict;
import org.jspecify.annotations.Nullable;

/// The exchange that one client connection is at: where its request goes, and whether all of it has
/// come. There is one at a time.
final class RequestUnderWay {
    private final ServerParts parts;
    private @Nullable Exchange exchange;
    private HttpSink sink = DiscardedRequest.NOTHING;
    private boolean ended;
    private boolean tunnels;
    private boolean counted;

    RequestUnderWay(ServerParts parts) {
        this.parts = parts;
    }

    /// Null between requests.
    @Nullable Exchange exchange() {
        return exchange;
    }

    HttpSink sink() {
        return sink;
    }

    /// Whether nothing of it is to come any more.
    boolean ended() {
        return ended;
    }

    /// Whether what comes is no HTTP any more.
    boolean tunnels() {
        return tunnels;
    }

    void begin(Exchange begun, boolean whole) {
        exchange = begun;
        ended = whole;
        tunnels = false;
    }

    /// The answer that the proxy has for it already, if any.
    Verdict.@Nullable Own judged(Exchange begun) {
        parts.observer().started(begun);
        counted = parts.load().beginRequest();
        return counted ? parts.filtered(begun) : ServerParts.OVERLOADED;
    }

    void goesTo(HttpSink to) {
        sink = to;
    }

    /// What still comes of it is read and thrown away, within a bound.
    void discard(HttpSource source) {
        sink = DiscardedRequest.of(source);
    }

    void end() {
        ended = true;
    }

    /// Its answer opened a tunnel: the client's bytes are what goes on of it.
    void opened() {
        tunnels = true;
        ended = false;
    }

    /// Over, in whatever way, after so many bytes of its body.
    void leave(Exchange over, long bytes) {
        exchange = null;
        sink = DiscardedRequest.NOTHING;
        over.received(bytes);
        over.ended(parts.ticker().nanoTime());
        if (counted) {
            parts.load().requestEnded();
        }
        parts.observer().ended(over);
    }
}
