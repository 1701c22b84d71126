package dev.tulle.proxy.http2;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When the frames of one connection leave.
///
/// Nothing is flushed where it is written. Frames leave when the event loop has gone through all
/// sockets that were ready: what many connections cause on a shared one is then one TLS record and
/// one system call, and a lone request waits for nothing. Replies that nobody's request waits for
/// leave with the next other frame, or with [Replies].
final class Flushing {
    private final Http2ConnectionHandler handler;
    private final FrameBatch batch;
    private final Replies replies;
    private final Settling settling = new Settling();
    private final List<Reading> touched = new ArrayList<>();
    private final Runnable leave = this::leave;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelPromise done;
    private boolean leaving;
    private boolean repliesWait;

    /// A stream that is read from.
    interface Reading {
        /// All that came with this read was handed over.
        void readComplete();
    }

    Flushing(Http2ConnectionHandler handler, FrameBatch batch, Replies replies) {
        this.handler = handler;
        this.batch = batch;
        this.replies = replies;
        batch.onDue(this::wrote);
    }

    void added(ChannelHandlerContext to) {
        context = to;
        done = to.newPromise().setSuccess();
    }

    boolean isAdded() {
        return context != null;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    Http2ConnectionHandler handler() {
        return handler;
    }

    FrameBatch batch() {
        return batch;
    }

    Settling settling() {
        return settling;
    }

    /// For frames whose end nobody waits for.
    ChannelPromise done() {
        return Objects.requireNonNull(done);
    }

    /// There is something to send.
    void wrote() {
        if (!leaving) {
            leaving = true;
            context().executor().execute(leave);
        }
    }

    private void leave() {
        leaving = false;
        try {
            handler.encoder().flowController().writePendingBytes();
        } catch (Http2Exception e) {
            handler.onError(context(), true, e);
        }
        if (!batch.repliesOnly()) {
            flush();
        } else if (!repliesWait) {
            repliesWait = true;
            replies.add(this);
        }
        settling.settle();
    }

    void repliesLeave() {
        repliesWait = false;
        flush();
    }

    private void flush() {
        batch.leave(context());
        if (batch.written()) {
            context().flush();
        }
    }

    /// Closes the connection behind all that was written.
    void closeBehindAll() {
        batch.leave(context());
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// The connection is gone.
    void release() {
        batch.release();
    }

    /// Opens the window of the connection as far as [Limits] allow.
    void openWindow() throws Http2Exception {
        handler.decoder()
                .flowController()
                .incrementWindowSize(
                        handler.connection().connectionStream(),
                        Limits.CONNECTION_WINDOW
                                - handler.decoder().flowController().initialWindowSize());
        wrote();
    }

    /// So many bytes of what came on a stream have left.
    void consumed(Http2Stream stream, int bytes) {
        try {
            if (handler.decoder().flowController().consumeBytes(stream, bytes)) {
                wrote();
            }
        } catch (Http2Exception e) {
            handler.onError(context(), true, e);
        }
    }

    /// Has [Reading#readComplete] called once when this read is over.
    void touch(Reading stream) {
        touched.add(stream);
    }

    void readComplete() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).readComplete();
        }
        touched.clear();
    }
}
