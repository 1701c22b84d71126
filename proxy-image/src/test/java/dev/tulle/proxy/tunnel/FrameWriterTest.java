package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private final ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
    private final EmbeddedChannel channel = new EmbeddedChannel(handler);
    private final FrameWriter writer = new FrameWriter(context());

    private ChannelHandlerContext context() {
        return channel.pipeline().context(handler);
    }

    @BeforeAll
    static void watchLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void leavesNoBufferBehind() {
        channel.finishAndReleaseAll();
    }

    private ByteBuf bytes(String hex) {
        return channel.alloc().buffer().writeBytes(HexFormat.of().parseHex(hex));
    }

    private List<String> sent() {
        channel.flush();
        List<String> hex = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            hex.add(ByteBufUtil.hexDump(out));
            out.release();
        }
        return hex;
    }

    @Test
    void writesTheHeaderIntoTheRoomInFront() {
        ByteBuf bytes = bytes("00000000" + "6869").skipBytes(4);

        writer.data(bytes);

        assertThat(sent()).as("one buffer, so one TLS record").containsExactly("020000026869");
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void writesTheHeaderForItselfWhereThereIsNoRoom() {
        writer.data(bytes("000000" + "6869").skipBytes(3));

        assertThat(sent()).containsExactly("02000002", "6869");
    }

    @Test
    void leavesAKeptDuplicateAsItWas() {
        ByteBuf kept = bytes("00000000" + "6869").skipBytes(4);

        writer.data(kept.retainedDuplicate());
        writer.data(kept);

        assertThat(sent()).containsExactly("020000026869", "020000026869");
    }

    @Test
    void splitsWhatIsLongerThanAFrameWithoutTouchingWhatStandsInFront() {
        ByteBuf bytes = channel.alloc().buffer().writeZero(4 + FrameType.LONGEST_PAYLOAD + 2);
        bytes.skipBytes(4);

        writer.data(bytes);

        List<String> sent = sent();
        assertThat(sent).hasSize(4);
        assertThat(sent.get(0)).isEqualTo("0200ffff");
        assertThat(sent.get(1)).isEqualTo("00".repeat(FrameType.LONGEST_PAYLOAD));
        assertThat(sent.subList(2, 4)).containsExactly("02000002", "0000");
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void writesNothingForNothing() {
        ByteBuf bytes = bytes("00000000").skipBytes(4);

        writer.data(bytes);

        assertThat(sent()).isEmpty();
        assertThat(bytes.refCnt()).isZero();
    }
}
