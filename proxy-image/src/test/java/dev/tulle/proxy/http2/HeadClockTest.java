package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.runtime.Wheel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
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

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private final AtomicInteger late = new AtomicInteger();
    private final HeadClock clock =
            new HeadClock(new Wheel(channel.eventLoop(), ticker), late::incrementAndGet);

    HeadClockTest() {
        clock.settle();
    }

    private static ByteBuf preface() {
        return Unpooled.buffer().writeZero(24).writeBytes(frame(SETTINGS, 0, 0));
    }

    private static ByteBuf frame(int type, int flags, int length) {
        return Unpooled.buffer()
                .writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(1)
                .writeZero(length);
    }

    private void read(ByteBuf bytes) {
        clock.read(bytes);
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
