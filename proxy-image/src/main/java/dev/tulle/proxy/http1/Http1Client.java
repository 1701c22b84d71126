package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Wheel;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The endpoint's side of HTTP/1: one request at a time, its answer, then back to the pool. Bytes
/// that nobody asked for end the connection, so that they can never be taken for an answer.
public final class Http1Client extends ChannelInboundHandlerAdapter
        implements HttpConnection, UpstreamCall {
    private final PoolKey key;
    private final Http1Loop http1;
    private final MessageReader reader;
    private final Deadline idle;
    private final ClientLife life;

    private @Nullable ChannelHandlerContext context;
    private @Nullable MessageWriter out;
    private @Nullable Exchange exchange;
    private @Nullable HttpSink answer;
    private @Nullable SourcePace request;
    private Framing.BodyRule rule = Framing.BodyRule.ALLOWED;
    private boolean requestEnded;
    private boolean inBody;
    private boolean tunnels;
    private boolean closed;

    public Http1Client(PoolKey key, HttpPools pools, Http1Loop http1, Wheel wheel) {
        this.key = key;
        this.http1 = http1;
        this.reader = new MessageReader(StartLine.RESPONSE, http1);
        this.idle = wheel.deadline(this::close);
        this.life = new ClientLife(key, pools, idle);
    }

    @Override
    public PoolKey key() {
        return key;
    }

    @Override
    public boolean reused() {
        return life.reused();
    }

    @Override
    public boolean usable() {
        return !closed && exchange == null && context().channel().isActive();
    }

    @Override
    public int calls() {
        return exchange == null ? 0 : 1;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        MessageWriter writer = new MessageWriter(added, http1);
        out = writer;
        request = new SourcePace(writer);
    }

    @Override
    public UpstreamCall begin(Exchange begun, HttpSink to, HttpSource from) {
        life.begin();
        exchange = begun;
        answer = to;
        request().begin(from);
        requestEnded = false;
        inBody = false;
        rule = Framing.BodyRule.of(begun.request().method());
        return this;
    }

    @Override
    public void head(Head head, More more) {
        requestEnded = more == More.END;
        if (head.fields() instanceof HeadBlock own && head instanceof RequestHead asked) {
            out().request(own, asked.target(), HostRule.missing(own, exchange));
            return;
        }
        HeadBlock made = http1.blocks().take();
        ForeignHead.into(made, head, more);
        out().request(made, made.target(), HostRule.missing(made, exchange));
        http1.blocks().giveBack(made);
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        request().wrote(bytes.readableBytes());
        out().data(bytes, more);
        requestEnded = more == More.END;
        if (tunnels && requestEnded) {
            tunnelEnded();
        }
    }

    /// The client sends nothing more.
    private void tunnelEnded() {
        flush();
        HalfClose.begin(context(), key.security(), this::inputEnded);
    }

    @Override
    public void trailers(Fields trailers) {
        out().trailers(trailers);
        requestEnded = true;
    }

    @Override
    public void flush() {
        out().flush();
        request().settle();
    }

    /// Its reads are paused as a whole.
    @Override
    public void consumed(int bytes) {}

    @Override
    public boolean writable() {
        return request().writable();
    }

    @Override
    public void reset(ResetReason reason) {
        exchange = null;
        answer = null;
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && exchange != null && !closed) {
                take(in);
            }
            if (in.isReadable()) {
                close();
            }
        } catch (MalformedException malformed) {
            fail(ResetReason.MALFORMED);
        } finally {
            in.release();
        }
    }

    private void take(ByteBuf in) throws MalformedException {
        HttpSink to = Objects.requireNonNull(answer);
        if (inBody) {
            if (reader.body(in, to)) {
                ended();
            } else if (!to.writable() && exchange != null) {
                // In this order: the flush may make it writable again at once.
                context().channel().config().setAutoRead(false);
                to.flush();
            }
            return;
        }
        HeadBlock head = reader.head(in);
        if (head == null) {
            return;
        }
        try {
            headRead(head, to);
        } finally {
            reader.forgetHead();
        }
    }

    private void headRead(HeadBlock head, HttpSink to) throws MalformedException {
        ResponseHead response = new ResponseHead(head.status(), head);
        Exchange asked = Objects.requireNonNull(exchange);
        if (asked.tunnelling().grantedBy(head.status())) {
            granted(head, asked);
            to.head(response, More.FOLLOWS);
            return;
        }
        if (head.status() == ResponseHead.SWITCHING) {
            throw MalformedException.badRequest("status 101 that nobody asked for");
        }
        if (response.interim()) {
            Connection.clean(head);
            to.head(response, More.FOLLOWS);
            return;
        }
        long framing = Framing.ofResponse(head, rule);
        life.answered(head, framing);
        if (framing == 0) {
            Exchange answered = exchange;
            to.head(response, More.END);
            // The client may have gone away, and with it this connection.
            if (exchange == answered) {
                ended();
            }
        } else {
            inBody = true;
            reader.startBody(framing);
            to.head(response, More.FOLLOWS);
        }
    }

    private void granted(HeadBlock head, Exchange asked) throws MalformedException {
        if (asked.tunnelling() == Tunnelling.UPGRADE) {
            Upgrade.accept(head, asked);
        } else {
            ConnectRule.accept(head);
        }
        life.tunnels();
        inBody = true;
        tunnels = true;
        reader.startBody(Framing.UNTIL_CLOSE);
    }

    /// The answer is complete: the connection is for the next request, if it is good for one.
    private void ended() {
        exchange = null;
        request().begin(null);
        if (life.stays() && requestEnded) {
            spare();
        } else {
            close();
        }
    }

    @Override
    public void spare() {
        if (closed || !life.waits(this)) {
            close();
        }
    }

    @Override
    public boolean stays() {
        return life.stays();
    }

    @Override
    public void pin() {
        life.pin();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushAnswer();
    }

    private void flushAnswer() {
        HttpSink to = answer;
        if (to != null) {
            if (exchange == null) {
                answer = null;
            }
            to.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        request().becameWritable();
    }

    @Override
    public void resume() {
        if (!closed) {
            context().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void cancel(ResetReason reason) {
        close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        inputEnded();
        ctx.fireChannelInactive();
    }

    private void inputEnded() {
        HttpSink to = answer;
        if (exchange != null && inBody && to != null && reader.inputEnded(to)) {
            exchange = null;
            to.flush();
            if (tunnels) {
                request().cancel(ResetReason.RECEIVER_GONE);
                leave();
                FlushedClose.begin(context().channel(), idle);
            } else {
                close();
            }
        } else if (!closed) {
            fail(ResetReason.SENDER_GONE);
        }
    }

    /// Breaks off what is under way, if anything is, and closes.
    private void fail(ResetReason reason) {
        HttpSink to = answer;
        boolean broken = exchange != null;
        if (broken) {
            exchange = null;
            answer = null;
        }
        close();
        if (broken && to != null) {
            to.reset(reason);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ResetReason.SENDER_GONE);
    }

    /// At once, whatever was not written yet.
    @Override
    public void close() {
        if (!closed) {
            leave();
        }
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.channel().close();
        }
    }

    private void leave() {
        flushAnswer();
        closed = true;
        life.closed(this);
    }

    @Override
    public void retire() {
        life.retire();
        if (exchange == null) {
            close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        out().discard();
        reader.forgetHead();
    }

    private MessageWriter out() {
        return Objects.requireNonNull(out);
    }

    private SourcePace request() {
        return Objects.requireNonNull(request);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }
}
