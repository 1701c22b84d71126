package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameBatchTest {
    private static final int SMALL = 100;
    private static final int LARGE = 10_000;
    private static final AsciiString NAME = AsciiString.cached("x-long");

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final FrameBatch batch = new FrameBatch(new Calm(Ticker.systemTicker()));
    private final BatchWriter writer = new BatchWriter(new DefaultHttp2HeadersEncoder(), batch);

    @AfterEach
    void close() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    private static HeaderList list(int valueLength) {
        HeaderList list = new HeaderList();
        list.status(AsciiString.of("200"));
        list.append(NAME, AsciiString.of("~".repeat(valueLength)));
        return list;
    }

    private void head(int stream, int valueLength, boolean end) {
        writer.writeHeaders(context, stream, list(valueLength), 0, end, context.newPromise());
    }

    private List<Integer> leave() {
        batch.leave(context);
        channel.flush();
        List<Integer> sizes = new ArrayList<>();
        for (Object each : channel.outboundMessages()) {
            sizes.add(((ByteBuf) each).readableBytes());
        }
        return sizes;
    }

    /// What a peer that gets `step` bytes at a time reads of all that left.
    private List<String> read(int step) throws Exception {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            all.writeBytes(each);
            each.release();
        }
        List<String> frames = new ArrayList<>();
        CalmReader reader =
                new CalmReader(
                        new DefaultHttp2HeadersDecoder(false, Limits.HEADER_LIST),
                        new Calm(Ticker.systemTicker()));
        Told told = new Told(frames);
        ByteBuf in = Unpooled.buffer();
        while (all.isReadable()) {
            in.writeBytes(all, Math.min(step, all.readableBytes()));
            reader.readFrame(context, in, told);
        }
        assertThat(in.isReadable()).isFalse();
        reader.close();
        return frames;
    }

    @Test
    void framesOfATurnShareOneBuffer() throws Exception {
        head(1, SMALL, false);
        batch.data(context, 1, Unpooled.wrappedBuffer(new byte[SMALL]), SMALL, true);
        head(3, SMALL, true);

        assertThat(leave()).hasSize(1);
        assertThat(read(Limits.FRAME))
                .containsExactly("head 1 100", "data 1 100 end", "head 3 100 end");
    }

    @Test
    void whatAnswersControlFramesGoesAlong() throws Exception {
        head(1, SMALL, false);
        writer.writePing(context, true, 7, context.newPromise());
        writer.writeWindowUpdate(context, 3, 70_000, context.newPromise());
        batch.data(context, 1, Unpooled.wrappedBuffer(new byte[SMALL]), SMALL, true);

        assertThat(leave()).hasSize(1);
        assertThat(read(Limits.FRAME))
                .containsExactly("head 1 100", "pong 7", "update 3 70000", "data 1 100 end");
    }

    @Test
    void repliesWaitUntilAnotherFrameComes() throws Exception {
        writer.writePing(context, true, 7, context.newPromise());
        assertThat(batch.repliesOnly()).isTrue();
        assertThat(batch.written()).as("nothing to flush yet").isFalse();

        head(1, SMALL, true);
        assertThat(batch.repliesOnly()).isFalse();
        assertThat(leave()).hasSize(1);
        assertThat(batch.written()).isTrue();

        writer.writePing(context, true, 8, context.newPromise());
        writer.writeSettingsAck(context, context.newPromise());
        assertThat(batch.repliesOnly()).as("the ACK of SETTINGS is to leave at once").isFalse();
        assertThat(batch.written()).isTrue();
        assertThat(leave()).hasSize(3);
        assertThat(read(Limits.FRAME)).containsExactly("pong 7", "head 1 100 end", "pong 8", "ack");
    }

    @Test
    void aLargeBodyIsNotCopied() throws Exception {
        ByteBuf body = Unpooled.wrappedBuffer(new byte[LARGE]);
        head(1, SMALL, false);
        batch.data(context, 1, body, LARGE, true);

        assertThat(leave()).hasSize(2).last().isEqualTo(LARGE);
        assertThat(body.refCnt()).isEqualTo(2);
        assertThat(read(Limits.FRAME)).containsExactly("head 1 100", "data 1 10000 end");
        body.release();
    }

    @Test
    void aBatchIsNeverLongerThanATlsRecordBecauseOfBodies() throws Exception {
        for (int stream = 1; stream < 40; stream += 2) {
            batch.data(context, stream, Unpooled.wrappedBuffer(new byte[2_000]), 2_000, true);
        }

        assertThat(leave()).hasSize(3).allMatch(size -> size <= Limits.FRAME);
        assertThat(read(Limits.FRAME)).hasSize(20);
    }

    @Test
    void aLongHeaderBlockGoesOnInContinuation() throws Exception {
        head(1, 50_000, true);

        assertThat(leave()).hasSize(1);
        assertThat(read(Limits.FRAME)).containsExactly("head 1 50000 end");
    }

    @Test
    void otherFramesStayBehindTheBatch() throws Exception {
        head(1, SMALL, false);
        writer.writeRstStream(context, 1, 0, context.newPromise());
        head(3, SMALL, true);
        leave();

        assertThat(read(Limits.FRAME)).containsExactly("head 1 100", "reset 1", "head 3 100 end");
    }

    @Test
    void framesAreReadFromAnyPieces() throws Exception {
        head(1, 20_000, false);
        batch.data(context, 1, Unpooled.wrappedBuffer(new byte[SMALL]), SMALL, true);
        writer.writeRstStream(context, 3, 0, context.newPromise());
        head(5, SMALL, true);
        leave();

        assertThat(read(1))
                .containsExactly("head 1 20000", "data 1 100 end", "reset 3", "head 5 100 end");
    }

    private static final class Told extends Http2FrameAdapter {
        private final List<String> frames;

        Told(List<String> frames) {
            this.frames = frames;
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
            frames.add("data " + stream + " " + data.readableBytes() + (end ? " end" : ""));
            return data.readableBytes() + padding;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int stream,
                Http2Headers list,
                int padding,
                boolean end) {
            CharSequence value = list.get(NAME);
            int length = value == null ? 0 : value.length();
            frames.add("head " + stream + " " + length + (end ? " end" : ""));
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long code) {
            frames.add("reset " + stream);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) {
            frames.add("ack");
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext ctx, long data) {
            frames.add("pong " + data);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment) {
            frames.add("update " + stream + " " + increment);
        }
    }
}
