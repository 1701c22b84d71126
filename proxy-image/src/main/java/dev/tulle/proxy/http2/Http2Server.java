package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client's side of HTTP/2: a [ServerStream] per request, all of one connection. Reads never
/// pause: a client may send as much as its windows allow, and they grow when what it sent has left.
public final class Http2Server extends Http2ConnectionHandler {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LAST_CALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Caller caller;
    private final ServerParts parts;
    private final Http2Loop http2;
    private final Calm calm;
    private final PastStreams past = new PastStreams();
    private final Http2Connection.PropertyKey key;
    private final Deadline deadline;
    private final Deadline lastCall;
    private final HeadClock heads;
    private final Deadline age;
    private final Lingering lingering;
    private final Flushing flushing;
    private Life life = Life.SERVING;
    private boolean failed;

    /// How far the connection is on its way out.
    private enum Life {
        SERVING,
        /// The client was asked to go elsewhere, and is served until it has heard of it.
        LAST_CALL,
        /// What is under way is answered, nothing else.
        ENDING
    }

    public static Http2Server of(Caller caller, ServerParts parts, Http2Loop http2) {
        Calm calm = new Calm(parts.ticker());
        return new Http2Server(caller, parts, http2, calm, new Codec(Codec.End.SERVER, calm));
    }

    private Http2Server(Caller caller, ServerParts parts, Http2Loop http2, Calm calm, Codec codec) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true);
        this.flushing = new Flushing(this, codec.batch(), http2.replies());
        codec.onTooMuch(() -> context().executor().execute(this::tooMuch));
        this.caller = caller;
        this.parts = parts;
        this.http2 = http2;
        this.calm = calm;
        this.key = connection().newKey();
        this.deadline = parts.wheel().deadline(this::expired);
        this.lastCall = parts.wheel().deadline(this::end);
        this.heads = new HeadClock(codec.reader(), parts.wheel(), this::slowHead);
        this.age = parts.wheel().deadline(this::drain);
        this.lingering = new Lingering(this, parts.wheel());
        decoder().frameListener(new Frames());
        connection().addListener(new Closing());
    }

    Flushing flushing() {
        return flushing;
    }

    private ChannelHandlerContext context() {
        return flushing.context();
    }

    Caller caller() {
        return caller;
    }

    ServerParts parts() {
        return parts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        flushing.added(added);
        super.handlerAdded(added);
        flushing.openWindow();
        http2.opened(this);
        deadline.in(ServerParts.idleNanos(caller));
        heads.settle();
        long mostAge = parts.mostAgeNanos(caller);
        if (mostAge > 0) {
            age.in(mostAge);
        }
        drainIfDue();
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            Http2Stream stream = connection().stream(streamId);
            HeaderList list = (HeaderList) headers;
            ServerStream known = stream.getProperty(key);
            if (known != null) {
                known.trailersRead(list);
                return;
            }
            calm.stream();
            past.opened(streamId);
            HeadRules.checkRequest(streamId, list);
            ServerStream begun = new ServerStream(Http2Server.this, stream);
            stream.setProperty(key, begun);
            deadline.in(LOOK_NANOS);
            begun.begin(list, endOfStream);
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream) {
            ServerStream known = connection().stream(streamId).getProperty(key);
            int gone = known == null ? data.readableBytes() : known.dataRead(data, endOfStream);
            return padding + gone;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            ServerStream known = connection().stream(streamId).getProperty(key);
            if (known != null) {
                known.broken(Resets.reason(errorCode));
            }
        }
    }

    private final class Closing extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            ServerStream closed = stream.getProperty(key);
            if (closed != null) {
                if (closed.complete() && !stream.isResetSent()) {
                    past.ended(stream.id());
                }
                closed.closed();
            }
            if (connection().numActiveStreams() == 0) {
                unused();
            }
        }
    }

    private void unused() {
        deadline.in(ServerParts.idleNanos(caller));
        if (life == Life.ENDING) {
            flushing.closeBehindAll();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushing.wrote();
    }

    /// Nothing is read behind a failure, neither what had come with it nor what comes.
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (failed) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(ctx, in, out);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        flushing.readComplete();
        heads.settle();
        super.channelReadComplete(ctx);
    }

    /// Not in the midst of the write that was too much, and with an end that the client can read.
    private void tooMuch() {
        onError(context(), false, Calm.tooMuch());
    }

    private void slowHead() {
        parts.observer().malformed(caller, HttpProtocol.HTTP2, 408);
        onError(
                context(),
                false,
                Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM, "a head did not come within 10 s"));
    }

    private void expired() {
        if (connection().numActiveStreams() == 0) {
            end();
            return;
        }
        List<ServerStream> quiet = new ArrayList<>();
        try {
            connection()
                    .forEachActiveStream(stream -> {
                        ServerStream known = stream.getProperty(key);
                        if (known != null && known.quietFor(LOOK_NANOS)) {
                            quiet.add(known);
                        }
                        return true;
                    });
        } catch (Http2Exception e) {
            onError(flushing.context(), true, e);
        }
        quiet.forEach(ServerStream::idle);
        deadline.in(LOOK_NANOS);
    }

    /// Asks the client to go elsewhere, if it is time for that.
    void drainIfDue() {
        if (parts.drains(caller)) {
            drain();
        }
    }

    /// RFC 9113 section 6.8: requests that cross the first GOAWAY are still answered.
    void drain() {
        if (life == Life.SERVING) {
            life = Life.LAST_CALL;
            goAway(Integer.MAX_VALUE);
            lastCall.in(LAST_CALL_NANOS);
        }
    }

    private void end() {
        if (life == Life.ENDING) {
            return;
        }
        life = Life.ENDING;
        goAway(connection().remote().lastStreamCreated());
        if (connection().numActiveStreams() == 0) {
            flushing.closeBehindAll();
        }
    }

    private void goAway(int lastStream) {
        goAway(
                context(),
                lastStream,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
        flushing.wrote();
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        ServerStream known = stream == null ? null : stream.getProperty(key);
        Http2Error lost = stream == null && !outbound ? past.headersOn(error.streamId()) : null;
        if (lost != null && error.error() == Http2Error.STREAM_CLOSED) {
            onError(ctx, false, Http2Exception.connectionError(lost, "%s", error.getMessage()));
            return;
        }
        boolean malformed = !outbound && error.error() == Http2Error.PROTOCOL_ERROR;
        if (known != null && known.requestEnded() && malformed) {
            // RFC 9113 section 5.1: whatever is wrong with a frame, it is wrong first that it came.
            known.behindTheEnd();
            return;
        }
        if (known != null) {
            known.malformed();
        } else if (malformed) {
            boolean tooLong = error instanceof Http2Exception.HeaderListSizeException;
            parts.observer().malformed(caller, HttpProtocol.HTTP2, tooLong ? 431 : 400);
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        if (!failed) {
            failed = true;
            life = Life.ENDING;
            http2.observer().failed(Http2Observer.Peer.CLIENT, cause, error);
            if (outbound || error == null) {
                super.onConnectionError(ctx, outbound, cause, error);
            } else {
                lingering.begin(ctx, error);
            }
        }
    }

    /// A client that ends its half asks for nothing more, and waits for our end.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event instanceof ChannelInputShutdownEvent) {
            if (failed) {
                ctx.close();
            } else {
                end();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        http2.closed(this);
        life = Life.ENDING;
        super.channelInactive(ctx);
        flushing.release();
        deadline.off();
        lastCall.off();
        heads.off();
        age.off();
        lingering.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
