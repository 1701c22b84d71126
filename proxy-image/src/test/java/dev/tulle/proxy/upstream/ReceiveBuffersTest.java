package dev.tulle.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveBuffersTest {
    private static final int KIB = 1_024;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelConfig config = channel.config();
    private final ExtendedHandle reads = new ReceiveBuffers().newHandle();

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    /// Reads as a transport does while the kernel holds so many bytes; the sizes of the buffers.
    private List<Integer> turn(int held) {
        List<Integer> sizes = new ArrayList<>();
        int left = held;
        reads.reset(config);
        do {
            ByteBuf buffer = reads.allocate(UnpooledByteBufAllocator.DEFAULT);
            assertThat(buffer.readerIndex()).isEqualTo(ReceiveBuffers.HEADROOM);
            int read = Math.min(left, buffer.writableBytes());
            left -= read;
            sizes.add(buffer.capacity() / KIB);
            reads.attemptedBytesRead(buffer.writableBytes());
            reads.lastBytesRead(read == 0 ? -1 : read);
            buffer.release();
        } while (reads.continueReading());
        reads.readComplete();
        return sizes;
    }

    @Test
    void growsWhileBuffersAreFilled() {
        assertThat(turn(60 * KIB)).containsExactly(2, 16, 64);
    }

    @Test
    void staysSmallForSmallReads() {
        assertThat(turn(1 * KIB)).containsExactly(2);
        assertThat(turn(1 * KIB)).containsExactly(2);
    }

    @Test
    void shrinksStepByStepWhenLittleComes() {
        turn(60 * KIB);

        assertThat(turn(100)).containsExactly(64);
        assertThat(turn(100)).containsExactly(64);
        assertThat(turn(100)).containsExactly(16);
        assertThat(turn(100)).containsExactly(16);
        assertThat(turn(100)).containsExactly(2);
    }

    @Test
    void readsNoMoreThanTheBoundInOneTurn() {
        turn(60 * KIB);

        assertThat(turn(100 * 1_024 * KIB)).hasSize(8).containsOnly(64);
    }

    @Test
    void readsNoMoreThanOneBufferOnceReadingIsPaused() {
        config.setAutoRead(false);

        assertThat(turn(60 * KIB)).containsExactly(2);
    }

    @Test
    void readsNoMoreBehindTheEnd() {
        assertThat(turn(0)).containsExactly(2);
    }
}
