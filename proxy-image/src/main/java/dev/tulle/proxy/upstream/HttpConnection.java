package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import io.netty.channel.ChannelHandler;

/// An HTTP engine on a connection to an endpoint, itself the handler at the end of the pipeline.
public interface HttpConnection extends ChannelHandler {
    PoolKey key();

    /// Begins a request; its answer goes to `answer`. A connection that breaks before the end of
    /// the answer resets it. One that carries a single request gives itself back to its
    /// [HttpPools], one that carries many tells its [SharedConnections] when there is room again.
    UpstreamCall begin(Exchange exchange, HttpSink answer, HttpSource request);

    /// Whether a request was answered on it before: such a connection may be closing already.
    boolean reused();

    /// Whether it can take a request now.
    boolean usable();

    /// Requests that are under way.
    int calls();

    /// Whether it takes another request behind the one that is under way, as far as is known.
    default boolean stays() {
        return true;
    }

    /// It belongs to one client from now on, which has it for as long as both stand: see
    /// [PinnedConnections]. Only where it carries a single request.
    default void pin() {
        throw new IllegalStateException("many share " + key());
    }

    /// It stands, and whoever it was opened for has got another one: it is for whoever comes next.
    default void spare() {
        close();
    }

    /// Takes no more requests, and ends when none is under way.
    void close();

    /// It has grown old: takes no more requests, and lets one that is under way come to its end.
    default void retire() {
        close();
    }
}
