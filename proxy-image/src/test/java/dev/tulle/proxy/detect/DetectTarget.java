package dev.tulle.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Buffers;
import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.FuzzTarget;
import dev.tulle.proxy.model.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The first bytes of a connection: what they are does not depend on how they are cut, and whoever
/// is told gets all of them.
public final class DetectTarget implements FuzzTarget {

    private record Outcome(String decision, String serverName) {}

    /// One connection until its client is silent for longer than anybody waits.
    private static final class Run implements DetectListener {
        private final Buffers buffers = new Buffers();
        private final EmbeddedChannel channel = buffers.count(new EmbeddedChannel());
        private Outcome outcome = new Outcome("none", "");

        Run(DetectSide side, Protocol declared, List<byte[]> segments) {
            channel.freezeTime();
            channel.pipeline()
                    .addLast(
                            new DetectHandler(
                                    side,
                                    declared,
                                    Duration.ofMillis(100),
                                    Ticker.systemTicker(),
                                    this));
            for (byte[] segment : segments) {
                if (channel.isOpen()) {
                    channel.writeInbound(buffers.of(segment));
                }
            }
            if (outcome.decision.equals("none")) {
                channel.advanceTimeBy(6, TimeUnit.SECONDS);
                channel.runScheduledPendingTasks();
            }
        }

        @Override
        public void silent(ChannelHandlerContext ctx) {
            outcome = new Outcome("silent", "");
        }

        @Override
        public void decided(ChannelHandlerContext ctx, Detection detection) {
            outcome =
                    new Outcome(
                            detection.detected() + " " + detection.reason(),
                            detection.serverName());
            ctx.pipeline().addLast(new ChannelInboundHandlerAdapter());
        }

        byte[] handedOn() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
                bytes.writeBytes(ByteBufUtil.getBytes(in));
                in.release();
            }
            return bytes.toByteArray();
        }

        void end() {
            channel.finishAndReleaseAll();
            buffers.allReleased();
        }
    }

    @Override
    public void test(byte[] input) {
        for (DetectSide side : DetectSide.values()) {
            for (Protocol declared : Protocol.values()) {
                test(side, declared, input);
            }
        }
    }

    private static void test(DetectSide side, Protocol declared, byte[] input) {
        Outcome whole = null;
        for (List<byte[]> segments : Cuts.of(input)) {
            Run run = new Run(side, declared, segments);
            if (whole == null) {
                whole = run.outcome;
            }
            assertThat(run.outcome)
                    .as("%s %s in %d segments", side, declared, segments.size())
                    .isEqualTo(whole);
            if (!run.outcome.decision.equals("none") && !run.outcome.decision.equals("silent")) {
                assertThat(run.handedOn()).isEqualTo(input);
            }
            run.end();
        }
    }
}
