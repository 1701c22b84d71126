package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.runtime.Wheel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadClockTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;
    private static final int PREFACE = 24;
    private static final int ACCEPT_ENCODING = 0x90;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder()
                    .ticker(ticker)
                    .handlers(new ChannelInboundHandlerAdapter())
                    .build();
    private final AtomicInteger late = new AtomicInteger();
    private final CalmReader reader =
            new CalmReader(new DefaultHttp2HeadersDecoder(), new Calm(ticker));
    private final HeadClock clock =
            new HeadClock(reader, new Wheel(channel.eventLoop(), ticker), late::incrementAndGet);
    private final ByteBuf in = Unpooled.buffer();
    private int prefaceLeft = PREFACE;

    HeadClockTest() {
        clock.settle();
    }

    private static ByteBuf preface() {
        return Unpooled.buffer().writeZero(PREFACE).writeBytes(frame(SETTINGS, 0, 0));
    }

    /// Of fields that HPACK has in its table, or of as many bytes of anything else.
    private static ByteBuf frame(int type, int flags, int length) {
        ByteBuf frame =
                Unpooled.buffer()
                        .writeMedium(length)
                        .writeByte(type)
                        .writeByte(flags)
                        .writeInt(type == SETTINGS || type == PING ? 0 : 1);
        for (int i = 0; i < length; i++) {
            frame.writeByte(ACCEPT_ENCODING);
        }
        return frame;
    }

    /// As the codec does: the reader sees nothing of the preface, and the same bytes again until it
    /// has taken them.
    private void read(ByteBuf bytes) {
        int skipped = Math.min(prefaceLeft, bytes.readableBytes());
        prefaceLeft -= skipped;
        in.writeBytes(bytes.skipBytes(skipped));
        if (prefaceLeft == 0) {
            try {
                reader.readFrame(channel.pipeline().firstContext(), in, new Http2FrameAdapter());
            } catch (Http2Exception e) {
                throw new AssertionError(e);
            }
        }
        clock.settle();
    }

    private void pass(long seconds) {
        ticker.advance(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void assertLateAfterTen() {
        pass(9);
        assertThat(late).hasValue(0);
        pass(2);
        assertThat(late).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 24, 30})
    void waitsForThePrefaceWithItsSettings(int bytes) {
        read(preface().slice(0, bytes));
        assertLateAfterTen();
    }

    @Test
    void waitsForNothingBehindIt() {
        read(preface());
        pass(100);
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 20})
    void waitsForAHeadFromItsFirstByteOn(int bytes) {
        read(preface());
        pass(100);
        read(frame(HEADERS, END_HEADERS, 30).slice(0, bytes));
        assertLateAfterTen();
    }

    @Test
    void oneByteASecondIsNoProgress() {
        read(preface());
        ByteBuf head = frame(HEADERS, END_HEADERS, 30);
        for (int i = 0; i < 12; i++) {
            read(head.slice(i, 1));
            pass(1);
        }
        assertThat(late).hasValue(1);
    }

    @Test
    void waitsForContinuations() {
        read(preface());
        read(frame(HEADERS, 0, 3));
        pass(5);
        read(frame(CONTINUATION, 0, 3));
        pass(6);
        assertThat(late).hasValue(1);
    }

    @Test
    void aWholeHeadIsInTime() {
        read(preface());
        read(frame(HEADERS, 0, 3));
        pass(5);
        read(frame(CONTINUATION, END_HEADERS, 3));
        pass(100);
        assertThat(late).hasValue(0);
    }

    @Test
    void everyHeadHasItsOwnTime() {
        read(preface());
        ByteBuf two =
                Unpooled.wrappedBuffer(
                        frame(HEADERS, END_HEADERS, 30), frame(HEADERS, END_HEADERS, 30));
        read(two.slice(0, 20));
        pass(8);
        read(two.slice(20, 39));
        pass(8);
        assertThat(late).hasValue(0);
        pass(3);
        assertThat(late).hasValue(1);
    }

    @Test
    void bodiesMayRest() {
        read(preface());
        read(frame(HEADERS, END_HEADERS, 3));
        read(frame(DATA, 0, 3_000).slice(0, 50));
        pass(100);
        read(frame(DATA, 0, 3_000).slice(50, 2_959));
        read(frame(PING, 0, 8));
        pass(100);
        assertThat(late).hasValue(0);
    }
}
