package dev.tulle.proxy.http1;

import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.TimeUnit;

/// Ends a connection behind all that was written to it. A peer that does not read is not waited for
/// any longer than it may rest: then the deadline, which must close the channel, is due.
final class FlushedClose {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private FlushedClose() {}

    static void begin(Channel channel, Deadline deadline) {
        deadline.in(LONGEST_NANOS);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
