package dev.tulle.proxy.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;

/// The buffers of one input, counted: whoever keeps one is found at once, not when the garbage
/// collector comes by.
public final class Buffers {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    public ByteBuf of(byte[] bytes) {
        return allocator.buffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    public EmbeddedChannel count(EmbeddedChannel channel) {
        channel.config().setAllocator(allocator);
        return channel;
    }

    public void allReleased() {
        ByteBufAllocatorMetric metric = allocator.metric();
        long kept = metric.usedHeapMemory() + metric.usedDirectMemory();
        if (kept > 0) {
            throw new AssertionError(kept + " bytes of buffers were never released");
        }
    }
}
