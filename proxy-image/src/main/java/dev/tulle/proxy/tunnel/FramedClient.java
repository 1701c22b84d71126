package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calling side of a `tulle-tcp` connection: one tunnel after the other, never two at once. The
/// last handler of the connection, behind mesh TLS.
public final class FramedClient extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
    private final Consumer<FramedClient> idle;
    private final TunnelObserver observer;
    private final FrameReader reader = new FrameReader(this);
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameWriter writer;
    private @Nullable FramedEnd end;
    private @Nullable Answer opening;

    /// What becomes of a HELLO; exactly one is called.
    interface Answer {
        /// The application accepted the connection.
        void opened();

        /// Refused or broken; the connection is closed. Bytes of this tunnel that were sent may be
        /// sent again elsewhere if the reason says that nobody saw them.
        void refused(ResetReason reason);
    }

    /// `idle` gets the connection back after each tunnel that ended in peace.
    public FramedClient(Consumer<FramedClient> idle, TunnelObserver observer) {
        this.idle = idle;
        this.observer = observer;
    }

    public Channel channel() {
        return context().channel();
    }

    FramedEnd open(Hello hello, Answer answer) {
        if (end != null) {
            throw new IllegalStateException("a tunnel is open: expected one after the other");
        }
        FrameWriter frames = Objects.requireNonNull(writer, "the client is in no pipeline yet");
        frames.hello(hello);
        FramedEnd next = new FramedEnd(context(), frames, this::ended);
        end = next;
        opening = answer;
        return next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        writer = new FrameWriter(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        reader.read((ByteBuf) msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        FramedEnd now = end;
        if (now != null) {
            now.receivedAll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        FramedEnd now = end;
        if (now != null && ctx.channel().isWritable()) {
            now.drained();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken(ResetReason.ABORTED);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(ResetReason.ABORTED);
        ctx.close();
    }

    @Override
    public void data(ByteBuf part) {
        FramedEnd now = end;
        if (now == null || opening != null) {
            part.release();
            violated(Violation.OUT_OF_TURN);
        } else if (now.inputFinished()) {
            part.release();
            violated(Violation.AFTER_FIN);
        } else {
            now.received(part);
        }
    }

    @Override
    public void control(FrameType type, ByteBuf payload) {
        switch (type) {
            case OPENED -> opened();
            case FIN -> fin();
            case RESET -> {
                reader.stop();
                broken(ResetReason.of(payload.getUnsignedByte(0)));
                context().close();
            }
            case HELLO, DATA -> violated(Violation.OUT_OF_TURN);
        }
    }

    @Override
    public void violated(Violation violation) {
        reader.stop();
        observer.violated(violation);
        broken(ResetReason.ABORTED);
        context().close();
    }

    private void opened() {
        Answer answer = opening;
        opening = null;
        if (answer == null) {
            violated(Violation.OUT_OF_TURN);
        } else {
            answer.opened();
        }
    }

    private void fin() {
        FramedEnd now = end;
        if (now == null || opening != null) {
            violated(Violation.OUT_OF_TURN);
        } else if (now.inputFinished()) {
            violated(Violation.AFTER_FIN);
        } else {
            now.receivedFin();
        }
    }

    private void broken(ResetReason reason) {
        FramedEnd now = end;
        Answer answer = opening;
        end = null;
        opening = null;
        if (answer != null) {
            answer.refused(reason);
        } else if (now != null) {
            now.broken();
        }
    }

    private void ended() {
        end = null;
        if (opening == null && channel().isActive()) {
            idle.accept(this);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the client is in no pipeline yet");
    }
}
