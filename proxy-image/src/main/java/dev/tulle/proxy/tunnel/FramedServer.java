package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The called side of a `tulle-tcp` connection. The last handler of the connection, behind mesh
/// TLS.
public final class FramedServer extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
    /// Longer than a client keeps it, so that the client is the one to close.
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private final Acceptor acceptor;
    private final TunnelObserver observer;
    private final FrameReader reader = new FrameReader(this);
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameWriter writer;
    private @Nullable FramedEnd end;
    private @Nullable Future<?> idle;
    private boolean answered;

    /// Connects tunnels to the application.
    public interface Acceptor {
        /// Answer by [FramedServer#opened] or [FramedServer#refuse], now or later.
        void called(FramedServer server, Hello hello);
    }

    public FramedServer(Acceptor acceptor, TunnelObserver observer) {
        this.acceptor = acceptor;
        this.observer = observer;
    }

    public Channel channel() {
        return context().channel();
    }

    /// The application accepted: the tunnel is between the caller and this end from now on. When
    /// the caller is gone meanwhile the end is reset.
    public void opened(TunnelEnd application) {
        FramedEnd now = end;
        if (now == null || answered) {
            application.reset();
            return;
        }
        answered = true;
        Objects.requireNonNull(writer).opened();
        context().flush();
        TunnelEnd.pair(now, application);
    }

    /// The tunnel cannot be had; the connection is closed.
    public void refuse(ResetReason reason) {
        FramedEnd now = end;
        end = null;
        reader.stop();
        if (now != null) {
            now.reset(reason);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        writer = new FrameWriter(ctx);
        watchIdle();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        endIdle();
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
        broken();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken();
        ctx.close();
    }

    @Override
    public void data(ByteBuf part) {
        FramedEnd now = end;
        if (now == null) {
            part.release();
            violated(Violation.NO_HELLO);
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
            case HELLO -> hello(payload);
            case FIN -> fin();
            case RESET -> {
                reader.stop();
                broken();
                context().close();
            }
            case OPENED, DATA -> violated(Violation.OUT_OF_TURN);
        }
    }

    @Override
    public void violated(Violation violation) {
        reader.stop();
        observer.violated(violation);
        broken();
        context().close();
    }

    private void hello(ByteBuf payload) {
        if (end != null) {
            violated(Violation.SECOND_HELLO);
            return;
        }
        try {
            Hello hello = Hello.read(payload);
            endIdle();
            answered = false;
            end = new FramedEnd(context(), Objects.requireNonNull(writer), this::ended);
            acceptor.called(this, hello);
        } catch (IllegalArgumentException e) {
            violated(Violation.BAD_HELLO);
        }
    }

    private void fin() {
        FramedEnd now = end;
        if (now == null) {
            violated(Violation.NO_HELLO);
        } else if (now.inputFinished()) {
            violated(Violation.AFTER_FIN);
        } else {
            now.receivedFin();
        }
    }

    private void broken() {
        FramedEnd now = end;
        end = null;
        if (now != null) {
            now.broken();
        }
    }

    private void ended() {
        end = null;
        watchIdle();
    }

    private void watchIdle() {
        idle =
                context()
                        .executor()
                        .schedule(
                                () -> context().close(),
                                LONGEST_IDLE.toSeconds(),
                                TimeUnit.SECONDS);
    }

    private void endIdle() {
        Future<?> running = idle;
        idle = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the server is in no pipeline yet");
    }
}
