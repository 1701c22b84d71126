package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.SharedConnections;
import dev.tulle.proxy.upstream.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The endpoint's side of HTTP/2: many requests at once, a [ClientStream] each. A connection that
/// its peer wants to end, or that is idle or not wanted any more, takes no more requests and ends
/// with the last one.
final class Http2Client extends Http2ConnectionHandler implements HttpConnection {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// Before the peer has said how many it takes.
    private static final int FIRST_STREAMS = 100;

    private final PoolKey poolKey;
    private final SharedConnections shared;
    private final Http2Loop http2;
    private final Calm calm;
    private final Http2Connection.PropertyKey key;
    private final Deadline idle;
    private final Flushing flushing;
    private final Map<ClientStream, HeaderList> awaitingSettings = new LinkedHashMap<>(0);
    private int calls;
    private int lastStream = Integer.MAX_VALUE;
    private boolean answered;
    private boolean settled;
    private boolean takesUpgrades;
    private boolean retired;

    static Http2Client of(PoolKey key, SharedConnections shared, Http2Loop http2, Loop loop) {
        Calm calm = new Calm(loop.ticker());
        return new Http2Client(key, shared, http2, loop, calm, new Codec(Codec.End.CLIENT, calm));
    }

    private Http2Client(
            PoolKey poolKey,
            SharedConnections shared,
            Http2Loop http2,
            Loop loop,
            Calm calm,
            Codec codec) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true);
        this.flushing = new Flushing(this, codec.batch(), http2.replies());
        codec.onTooMuch(() -> onError(context(), true, Calm.tooMuch()));
        this.poolKey = poolKey;
        this.shared = shared;
        this.http2 = http2;
        this.calm = calm;
        this.key = connection().newKey();
        this.idle = loop.wheel().deadline(this::close);
        decoder().frameListener(new Frames());
        connection().addListener(new Closing());
    }

    Flushing flushing() {
        return flushing;
    }

    private ChannelHandlerContext context() {
        return flushing.context();
    }

    @Override
    public PoolKey key() {
        return poolKey;
    }

    @Override
    public boolean reused() {
        return answered;
    }

    @Override
    public int calls() {
        return calls;
    }

    @Override
    public boolean usable() {
        int most = settled ? connection().local().maxActiveStreams() : FIRST_STREAMS;
        return !retired
                && calls < most
                && context().channel().isActive()
                && connection().local().canOpenStream();
    }

    @Override
    public UpstreamCall begin(Exchange exchange, HttpSink answer, HttpSource request) {
        calls++;
        idle.off();
        calm.stream();
        return new ClientStream(this, exchange, answer, request);
    }

    /// Whether the peer has said what it takes.
    boolean settled() {
        return settled;
    }

    /// Whether it takes extended CONNECT.
    boolean takesUpgrades() {
        return takesUpgrades;
    }

    void awaitSettings(ClientStream call, HeaderList head) {
        awaitingSettings.put(call, head);
    }

    /// Sends the head of a request; null when the connection cannot carry it.
    @Nullable Http2Stream open(ClientStream call, HeaderList list, boolean end) {
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            close();
            return null;
        }
        ChannelFuture written =
                encoder().writeHeaders(context(), id, list, 0, end, flushing.done());
        Http2Stream stream = connection().stream(id);
        if (stream == null || (written.isDone() && !written.isSuccess())) {
            return null;
        }
        stream.setProperty(key, call);
        return stream;
    }

    /// The call needs no room any more.
    void ended() {
        calls--;
        answered = true;
        if (calls == 0) {
            idle.in(IDLE_NANOS);
        }
        if (!retired) {
            shared.freed(this);
        } else {
            closeIfUnused();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        flushing.added(added);
        super.handlerAdded(added);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        flushing.openWindow();
        idle.in(IDLE_NANOS);
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
            ClientStream call = connection().stream(streamId).getProperty(key);
            if (call != null) {
                call.headersRead((HeaderList) headers, endOfStream);
            }
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            ClientStream call = connection().stream(streamId).getProperty(key);
            int gone = call == null ? data.readableBytes() : call.dataRead(data, endOfStream);
            return padding + gone;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            ClientStream call = connection().stream(streamId).getProperty(key);
            if (call != null) {
                call.broken(Resets.reason(errorCode));
            }
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            settled = true;
            takesUpgrades |= Boolean.TRUE.equals(settings.connectProtocolEnabled());
            shared.freed(Http2Client.this);
            awaitingSettings.forEach(ClientStream::openIfTaken);
            awaitingSettings.clear();
        }
    }

    private final class Closing extends Http2ConnectionAdapter {
        /// Streams above the last one are closed next; nobody has looked at their requests.
        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            lastStream = lastStreamId;
            close();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            ClientStream call = stream.getProperty(key);
            if (call != null) {
                if (stream.id() > lastStream) {
                    call.broken(ResetReason.REFUSED);
                }
                call.closed();
            }
            closeIfUnused();
        }
    }

    /// A stream whose answer has not left stays with the codec, which would open the window of the
    /// whole connection for what still waits here.
    @Override
    public void closeStreamRemote(Http2Stream stream, ChannelFuture future) {
        ClientStream call = stream.getProperty(key);
        if (call == null || !call.keepsStream()) {
            super.closeStreamRemote(stream, future);
        }
    }

    void answerLeft(Http2Stream stream) {
        super.closeStreamRemote(stream, context().newSucceededFuture());
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushing.wrote();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        flushing.readComplete();
        super.channelReadComplete(ctx);
    }

    @Override
    public void close() {
        if (!retired) {
            retired = true;
            idle.off();
            shared.gone(this);
            closeIfUnused();
        }
    }

    private void closeIfUnused() {
        if (!retired || calls > 0 || connection().numActiveStreams() > 0 || !flushing.isAdded()) {
            return;
        }
        ChannelHandlerContext ctx = context();
        if (ctx.channel().isActive()) {
            goAway(
                            ctx,
                            connection().remote().lastStreamCreated(),
                            Http2Error.NO_ERROR.code(),
                            Unpooled.EMPTY_BUFFER,
                            ctx.newPromise())
                    .addListener(ChannelFutureListener.CLOSE);
            ctx.flush();
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        ClientStream call = stream == null ? null : stream.getProperty(key);
        if (call != null) {
            call.broken(ResetReason.MALFORMED);
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        http2.observer().failed(Http2Observer.Peer.ENDPOINT, cause, error);
        close();
        super.onConnectionError(ctx, outbound, cause, error);
    }

    /// A server that ends its half answers nothing more.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    /// Nobody finds it any more when the requests on it learn that it is gone; an answer that came
    /// with the end is an answer.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        close();
        flushing.readComplete();
        awaitingSettings.keySet().forEach(ClientStream::closed);
        awaitingSettings.clear();
        super.channelInactive(ctx);
        flushing.release();
        idle.off();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
