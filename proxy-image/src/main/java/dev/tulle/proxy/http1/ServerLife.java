package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.ClientConnection;
import dev.tulle.proxy.exchange.ServerParts;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Ticker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How long a client's connection may wait for its next request, how old it may grow, and whether
/// it is to end for another reason.
final class ServerLife implements ClientConnection {
    private final Ticker ticker;
    private final long idleNanos;
    private final long openedNanos;
    private final long mostAgeNanos;
    private final Runnable closing;
    private @Nullable Channel channel;
    private boolean ended;

    /// The connection was opened now; `closing` closes it unless a request is under way.
    ServerLife(Caller caller, ServerParts parts, Runnable closing) {
        this.ticker = parts.ticker();
        this.idleNanos = ServerParts.idleNanos(caller);
        this.openedNanos = ticker.nanoTime();
        this.mostAgeNanos = parts.mostAgeNanos(caller);
        this.closing = closing;
    }

    void of(Channel opened) {
        channel = opened;
    }

    long idleNanos() {
        return idleNanos;
    }

    /// Whether it has served for long enough.
    boolean old() {
        return mostAgeNanos > 0 && ticker.nanoTime() - openedNanos > mostAgeNanos;
    }

    /// Whether no request may come any more.
    boolean ended() {
        return ended;
    }

    @Override
    public void end() {
        ended = true;
        closing.run();
    }

    @Override
    public void whenGone(Runnable then) {
        Objects.requireNonNull(channel).closeFuture().addListener(closed -> then.run());
    }
}
