package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.upstream.ReceiveBuffers;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final int KIB = 1_024;

    private final EmbeddedChannel source = new EmbeddedChannel();
    private final RecordingEnd other = new RecordingEnd();
    private final Flow flow = new Flow(source);

    @BeforeEach
    void join() {
        flow.join(other);
    }

    @AfterEach
    void end() {
        source.finishAndReleaseAll();
    }

    /// What one turn of a source that has more than enough brings, in KiB.
    private int turn() {
        int kib = 0;
        while (source.config().isAutoRead() && kib < 1_024) {
            flow.bytes(source.alloc().buffer().writeZero(64 * KIB));
            kib += 64;
        }
        flow.flush();
        return kib;
    }

    @Test
    void allowsTwiceAsMuchAfterEachTurnThatTheOtherEndTook() {
        assertThat(turn()).isEqualTo(64);
        assertThat(turn()).isEqualTo(128);
        assertThat(turn()).isEqualTo(256);
        assertThat(turn()).isEqualTo(512);
        assertThat(turn()).as("no more than a turn reads").isEqualTo(512);
        assertThat(ReceiveBuffers.MOST_AT_ONCE).isEqualTo(512 * KIB);
    }

    @Test
    void pausesTheSourceOfAPeerThatDoesNotTakeItAllAndAllowsItTheLeast() {
        turn();
        turn();
        other.takesMore = false;

        assertThat(turn()).isEqualTo(256);
        assertThat(source.config().isAutoRead()).isFalse();
        assertThat(turn()).as("paused").isZero();

        other.takesMore = true;
        flow.resume();

        assertThat(turn()).isEqualTo(64);
    }

    @Test
    void allowsNoMoreAfterTurnsThatBringLittle() {
        flow.bytes(source.alloc().buffer().writeZero(KIB));
        flow.flush();

        assertThat(turn()).isEqualTo(64);
    }
}
