package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import io.netty.channel.ChannelHandler;

/// An HTTP engine on a connection to an endpoint, itself the handler at the end of the pipeline and
/// the source of answers.
public interface HttpConnection extends ChannelHandler, HttpSource {
    PoolKey key();

    /// Begins a request; its answer goes to `answer`. When the engine can take another one it gives
    /// itself to its [HttpPools]. A connection that breaks before the end of the answer resets it.
    HttpSink begin(Exchange exchange, HttpSink answer, HttpSource request);

    /// Whether a request was answered on it before: such a connection may be closing already.
    boolean reused();

    /// Whether it can take a request now.
    boolean usable();

    void close();
}
