package dev.tulle.proxy.detect;

import dev.tulle.proxy.detect.DetectEvent.ClientBytes;
import dev.tulle.proxy.detect.DetectEvent.ClientEnded;
import dev.tulle.proxy.detect.DetectEvent.ServerBytes;
import dev.tulle.proxy.detect.DetectEvent.ServerEnded;
import dev.tulle.proxy.detect.DetectEvent.Silence;
import dev.tulle.proxy.detect.DetectEvent.Stall;
import dev.tulle.proxy.model.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a connection's first bytes until it is known what they are, tells the listener, and leaves
/// the pipeline; the bytes then go to whatever the listener put behind it.
public final class DetectHandler extends ChannelInboundHandlerAdapter {
    private static final Duration NO_PROGRESS = Duration.ofSeconds(1);
    private static final Duration LONGEST_HELLO = Duration.ofSeconds(5);

    private final Sniffer sniffer;
    private final Protocol declared;
    private final Duration silence;
    private final Ticker ticker;
    private final DetectListener listener;
    private final long start;
    private DetectState state = DetectState.WAIT;
    private Sniffed last = Sniffed.UNCLEAR;
    private @Nullable ByteBuf kept;
    private @Nullable Future<?> timer;
    private @Nullable ChannelHandlerContext context;
    private boolean decided;

    /// `silence` is how long to wait for the first byte, see [LearnedPorts].
    public DetectHandler(
            DetectSide side,
            Protocol declared,
            Duration silence,
            Ticker ticker,
            DetectListener listener) {
        this.sniffer = new Sniffer(side, declared);
        this.declared = declared;
        this.silence = silence;
        this.ticker = ticker;
        this.listener = listener;
        this.start = ticker.nanoTime();
    }

    /// The server spoke on the connection that [DetectListener#silent] opened.
    public void serverBytes() {
        server(new ServerBytes());
    }

    /// It ended that connection, or none could be had.
    public void serverEnded() {
        server(new ServerEnded());
    }

    private void server(DetectEvent event) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            step(ctx, event);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (silence.isZero()) {
            ctx.executor().execute(() -> silenceOver(ctx));
        } else {
            arm(ctx, silence, () -> silenceOver(ctx));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        ByteBuf before = kept;
        kept =
                before == null
                        ? in
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, in);
        if (decided || !kept.isReadable()) {
            return;
        }
        last = sniffer.sniff(kept);
        step(ctx, new ClientBytes(last));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            step(ctx, new ClientEnded());
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
        context = null;
        decided = true;
        ByteBuf bytes = kept;
        kept = null;
        if (bytes == null) {
            return;
        }
        if (ctx.channel().isActive()) {
            ctx.fireChannelRead(bytes);
            ctx.fireChannelReadComplete();
        } else {
            bytes.release();
        }
    }

    private void silenceOver(ChannelHandlerContext ctx) {
        boolean clientFirst = declared == Protocol.HTTP1 || declared == Protocol.HTTP2;
        if (state == DetectState.WAIT && !clientFirst) {
            step(ctx, new Silence());
        }
    }

    private void step(ChannelHandlerContext ctx, DetectEvent event) {
        if (decided) {
            return;
        }
        switch (DetectTable.next(state, event)) {
            case DetectStep.Stay(DetectState next) -> {
                boolean first = state != next;
                state = next;
                watchProgress(ctx, first);
            }
            case DetectStep.OpenCandidate() -> {
                state = DetectState.CANDIDATE;
                listener.silent(ctx);
            }
            case DetectStep.Decide(Detected detected, DetectReason reason) ->
                    decide(ctx, detected, reason);
        }
    }

    /// A ClientHello has 5 s in all; anything else must go on within 1 s.
    private void watchProgress(ChannelHandlerContext ctx, boolean first) {
        boolean hello = last == Sniffed.PART_OF_HELLO;
        if (hello && !first) {
            return;
        }
        arm(ctx, hello ? LONGEST_HELLO : NO_PROGRESS, () -> step(ctx, new Stall(last)));
    }

    private void decide(ChannelHandlerContext ctx, Detected detected, DetectReason reason) {
        decided = true;
        cancel();
        Duration took = Duration.ofNanos(ticker.nanoTime() - start);
        listener.decided(ctx, new Detection(detected, reason, sniffer.serverName(), took));
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    private void arm(ChannelHandlerContext ctx, Duration delay, Runnable task) {
        cancel();
        timer = ctx.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        Future<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }
}
