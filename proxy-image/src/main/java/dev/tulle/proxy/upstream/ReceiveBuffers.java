package dev.tulle.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Buffers that connections are read into: they grow 2 → 16 → 64 KiB with use and shrink again.
///
/// In front of the bytes there is room for the header of a frame: bytes of a tunnel go on where
/// they are, and as four full TLS records. One turn of the event loop reads no more than
/// [#MOST_AT_ONCE] of a connection, whatever the kernel holds.
public final class ReceiveBuffers implements RecvByteBufAllocator {
    /// Bytes in front of those that were read; whoever owns the buffer may use them.
    public static final int HEADROOM = 4;

    /// Bytes that one turn of the event loop reads of a connection.
    public static final int MOST_AT_ONCE = 512 * 1_024;

    private static final int[] SIZES = {2 * 1_024, 16 * 1_024, 64 * 1_024};

    @Override
    public ExtendedHandle newHandle() {
        return new Reads();
    }

    /// The reads of one connection.
    private static final class Reads implements ExtendedHandle {
        private @Nullable ChannelConfig config;
        private int size;
        private boolean quiet;
        private int attempted;
        private int last;
        private int total;

        @Override
        public void reset(ChannelConfig of) {
            config = of;
            total = 0;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return alloc.ioBuffer(guess()).setIndex(HEADROOM, HEADROOM);
        }

        @Override
        public int guess() {
            return SIZES[size];
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
            total += Math.max(0, bytes);
            if (bytes == attempted && size < SIZES.length - 1) {
                size++;
            }
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void incMessagesRead(int count) {}

        @Override
        public boolean continueReading() {
            return continueReading(() -> last == attempted);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            ChannelConfig of = config;
            return of != null
                    && of.isAutoRead()
                    && last > 0
                    && total <= MOST_AT_ONCE - guess()
                    && more.get();
        }

        /// Shrinks after two turns in a row that a smaller buffer would have held.
        @Override
        public void readComplete() {
            boolean small = size > 0 && total < SIZES[size - 1] - HEADROOM;
            if (small && quiet) {
                size--;
            }
            quiet = small && !quiet;
        }
    }
}
