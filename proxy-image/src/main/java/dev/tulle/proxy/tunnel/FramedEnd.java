package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/// One tunnel on a `tulle-tcp` connection. After FIN both ways the connection is free for the next;
/// a reset in either direction closes it.
final class FramedEnd implements TunnelEnd {
    private final ChannelHandlerContext ctx;
    private final FrameWriter writer;
    private final Runnable ended;
    private final Flow flow;
    private boolean outputFinished;
    private boolean over;

    /// `ended` runs once when both directions have finished.
    FramedEnd(ChannelHandlerContext ctx, FrameWriter writer, Runnable ended) {
        this.ctx = ctx;
        this.writer = writer;
        this.ended = ended;
        this.flow = new Flow(ctx.channel());
    }

    @Override
    public void join(TunnelEnd other) {
        flow.join(other);
    }

    @Override
    public void onFirst(Runnable bytes, Runnable end) {
        flow.onFirst(bytes, end);
    }

    @Override
    public void write(ByteBuf bytes) {
        if (over || outputFinished) {
            bytes.release();
        } else {
            writer.data(bytes);
        }
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    @Override
    public void finish() {
        if (over || outputFinished) {
            return;
        }
        outputFinished = true;
        writer.fin();
        ctx.flush();
        endWhenFinished();
    }

    @Override
    public void reset() {
        reset(ResetReason.ABORTED);
    }

    @Override
    public boolean writable() {
        return ctx.channel().isWritable();
    }

    @Override
    public void resume() {
        flow.resume();
    }

    void reset(ResetReason reason) {
        if (over) {
            return;
        }
        over = true;
        flow.reset();
        writer.reset(reason).addListener(ChannelFutureListener.CLOSE);
    }

    void received(ByteBuf bytes) {
        flow.bytes(bytes);
    }

    void receivedAll() {
        flow.flush();
    }

    void receivedFin() {
        flow.finish();
        endWhenFinished();
    }

    boolean inputFinished() {
        return flow.finished();
    }

    void drained() {
        flow.drained();
    }

    /// The peer reset the tunnel, or the connection is gone.
    void broken() {
        if (!over) {
            over = true;
            flow.reset();
        }
    }

    private void endWhenFinished() {
        if (outputFinished && flow.finished() && !over) {
            over = true;
            ctx.channel().config().setAutoRead(true);
            ended.run();
        }
    }
}
