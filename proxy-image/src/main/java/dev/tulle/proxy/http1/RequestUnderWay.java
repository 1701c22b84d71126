package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The exchange that one client connection is at: what its head says, where its request goes, and
/// whether all of it has come. There is one at a time.
final class RequestUnderWay {
    private final Caller caller;
    private final ServerLife life;
    private final ServerParts parts;
    private @Nullable Exchange exchange;
    private HttpSink sink = DiscardedRequest.NOTHING;
    private Connection.Persistence persistence = Connection.Persistence.STAYS;
    private long framing;
    private boolean ended;
    private boolean tunnels;

    RequestUnderWay(Caller caller, ServerLife life, ServerParts parts) {
        this.caller = caller;
        this.life = life;
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

    /// How its body is framed.
    long framing() {
        return framing;
    }

    /// What it says of the connection.
    Connection.Persistence persistence() {
        return persistence;
    }

    /// Begins with a head, and takes off it what holds for this connection only. Nothing has begun
    /// when it is malformed.
    Exchange begin(HeadBlock head) throws MalformedException {
        HostRule.check(head);
        framing = Framing.ofRequest(head);
        AsciiString upgrade = framing == 0 ? Upgrade.named(head) : null;
        persistence = Connection.clean(head);
        Exchange begun =
                new Exchange(
                        caller,
                        HttpProtocol.HTTP1,
                        new RequestHead(head.method(), head.target(), head),
                        parts.ticker().nanoTime());
        begun.by(life);
        if (ConnectRule.is(head)) {
            ConnectRule.check(head, framing);
            begun.asksFor(Tunnelling.CONNECT);
        } else if (upgrade != null) {
            Upgrade.keep(head, upgrade);
            begun.asksFor(Tunnelling.UPGRADE);
        }
        exchange = begun;
        ended = framing == 0;
        tunnels = false;
        return begun;
    }

    /// The answer that the proxy has for it already, if any.
    Verdict.@Nullable Own judged(Exchange begun) {
        Verdict.Own refused = parts.admit(begun);
        return refused == null ? parts.filtered(begun) : refused;
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
        parts.ended(over, bytes);
    }
}
