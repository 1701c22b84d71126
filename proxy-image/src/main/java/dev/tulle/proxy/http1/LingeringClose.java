package dev.tulle.proxy.http1;

import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/// Ends a connection behind an answer to a client that may still be sending: a close would reset
/// the connection under the answer. What still comes is thrown away by the handler, for a second at
/// most.
final class LingeringClose {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private LingeringClose() {}

    /// The answer is flushed; the deadline closes the channel.
    static void begin(Channel channel, Deadline deadline) {
        deadline.in(LONGEST_NANOS);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> endOutput(channel));
    }

    /// TLS has no half-close here; there the client ends by what the answer says.
    private static void endOutput(Channel channel) {
        boolean plain = channel.pipeline().get(SslHandler.class) == null;
        if (plain && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }
}
