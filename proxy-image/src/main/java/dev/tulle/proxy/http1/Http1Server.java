package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AsciiString;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client's side of HTTP/1: reads one request after another and writes the answers in their
/// order. While an exchange is under way a pipelined request waits unread; nothing is parsed behind
/// a framing error.
public final class Http1Server extends ChannelInboundHandlerAdapter implements HttpSource {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final int SLOW_HEAD = 408;
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Caller caller;
    private final ServerParts parts;
    private final Http1Loop http1;
    private final MessageReader reader;
    private final Deadline deadline;
    private final ServerLife life;

    private @Nullable ChannelHandlerContext context;
    private @Nullable AnswerWriter answer;
    private @Nullable Exchange exchange;
    private HttpSink request = DiscardedRequest.NOTHING;
    private @Nullable ByteBuf pending;
    private boolean requestEnded;
    private boolean switched;
    private boolean counted;
    private boolean processing;
    private boolean inputEnded;
    private boolean closed;

    public Http1Server(Caller caller, ServerParts parts, Http1Loop http1) {
        this.caller = caller;
        this.parts = parts;
        this.http1 = http1;
        this.reader = new MessageReader(StartLine.REQUEST, http1);
        this.deadline = parts.wheel().deadline(this::expired);
        this.life = new ServerLife(caller, parts);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        answer = new AnswerWriter(this, life, new MessageWriter(added, http1), parts);
        deadline.in(life.idleNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closed) {
            in.release();
            return;
        }
        ByteBuf before = pending;
        if (before != null) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, in);
            pending = null;
        }
        process(in);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        request.flush();
        answer().flush();
    }

    /// Takes as many requests as can be answered now; what is left waits and nothing more is read.
    private void process(ByteBuf in) {
        processing = true;
        try {
            while (in.isReadable() && !closed && take(in)) {
                // One part of a message was taken.
            }
        } catch (MalformedException malformed) {
            refuse(malformed);
        } finally {
            processing = false;
        }
        if (in.isReadable() && !closed) {
            pending = in;
            channel().config().setAutoRead(false);
            return;
        }
        in.release();
        if (exchange == null && !closed && !channel().config().isAutoRead()) {
            channel().config().setAutoRead(true);
        }
    }

    /// False when the exchange under way must end first.
    private boolean take(ByteBuf in) throws MalformedException {
        if (exchange == null) {
            boolean first = !reader.insideHead();
            HeadBlock head = reader.head(in);
            if (head != null) {
                begin(head);
            } else if (first) {
                deadline.in(HEAD_NANOS);
            }
            return true;
        }
        if (requestEnded) {
            return false;
        }
        if (reader.body(in, request)) {
            requestEnded();
        } else {
            moved();
            if (!request.writable()) {
                // In this order: the flush may make it writable again at once.
                channel().config().setAutoRead(false);
                request.flush();
            }
        }
        return true;
    }

    private void begin(HeadBlock block) throws MalformedException {
        HostRule.check(block);
        long framing = Framing.ofRequest(block);
        AsciiString upgrade = framing == 0 ? Upgrade.named(block) : null;
        Connection.Persistence persistence = Connection.clean(block);
        if (upgrade != null) {
            Upgrade.keep(block, upgrade);
        }
        RequestHead head = new RequestHead(block.method(), block.target(), block);
        if (CONNECT.contentEquals(head.method())) {
            throw MalformedException.badRequest("CONNECT is not carried: declare the port opaque");
        }
        Exchange begun = new Exchange(caller, HttpProtocol.HTTP1, head, parts.ticker().nanoTime());
        exchange = begun;
        requestEnded = framing == 0;
        switched = false;
        answer().begin(begun, block.minorVersion(), persistence);
        reader.startBody(framing);
        parts.observer().started(begun);
        counted = parts.load().beginRequest();
        Verdict.Own own = counted ? parts.filtered(begun) : ServerParts.OVERLOADED;
        if (own != null) {
            request = DiscardedRequest.of(this);
            answer().answer(own);
            return;
        }
        HttpSink to = parts.dispatch().dispatch(begun, answer(), this);
        if (exchange == begun && !answer().ended()) {
            moved();
            request = to;
            to.head(begun.request(), requestEnded ? More.END : More.FOLLOWS);
        }
    }

    /// The answer cannot be completed: the client learns it by the end of the connection.
    void answerBroken() {
        Exchange broken = exchange;
        if (broken != null) {
            giveUp(broken);
        }
        close();
    }

    private void giveUp(Exchange broken) {
        exchange = null;
        request = DiscardedRequest.NOTHING;
        broken.received(reader.bodyBytes());
        finish(broken);
    }

    /// Something of the request or its answer moved.
    void moved() {
        Exchange moving = exchange;
        if (moving == null || moving.idleNanos() == 0) {
            deadline.off();
        } else if (!switched) {
            deadline.in(moving.idleNanos());
        }
    }

    /// The answer was 101: what the client sends is no HTTP any more, and may rest as long as it
    /// likes.
    void switched() {
        switched = true;
        requestEnded = false;
        reader.startBody(Framing.UNTIL_CLOSE);
        deadline.off();
        resume();
    }

    private void requestEnded() {
        requestEnded = true;
        endIfDone();
    }

    /// The answer is complete. What the client still sends of its request is read and thrown away,
    /// within a bound, so that it can read the answer.
    void answerEnded() {
        requestEnded |= switched;
        if (!requestEnded) {
            request = DiscardedRequest.of(this);
            channel().config().setAutoRead(true);
        }
        endIfDone();
    }

    private void endIfDone() {
        Exchange done = exchange;
        if (done == null || !requestEnded || !answer().ended()) {
            return;
        }
        done.received(reader.bodyBytes());
        exchange = null;
        request = DiscardedRequest.NOTHING;
        finish(done);
        if (answer().closes() || inputEnded) {
            close();
            return;
        }
        reader.forgetHead();
        deadline.in(life.idleNanos());
        resume();
    }

    private void finish(Exchange done) {
        done.ended(parts.ticker().nanoTime());
        if (counted) {
            parts.load().requestEnded();
        }
        parts.observer().ended(done);
    }

    @Override
    public void resume() {
        if (closed) {
            return;
        }
        if (processing) {
            channel().config().setAutoRead(true);
            return;
        }
        ByteBuf waiting = pending;
        if (waiting != null) {
            pending = null;
            process(waiting);
            request.flush();
            answer().flush();
        }
        if (pending == null && !closed) {
            channel().config().setAutoRead(true);
        }
    }

    /// Its reads are paused as a whole.
    @Override
    public void consumed(int bytes) {}

    @Override
    public void cancel(ResetReason reason) {
        close();
    }

    private void refuse(MalformedException malformed) {
        parts.observer().malformed(caller, HttpProtocol.HTTP1, malformed.status());
        if (exchange == null) {
            answer().refuse(ProxyError.BAD_REQUEST, malformed.status(), malformed.sentence());
            linger();
        } else {
            abort(ResetReason.MALFORMED);
        }
    }

    private void expired() {
        if (closed) {
            channel().close();
        } else if (exchange == null && reader.insideHead()) {
            parts.observer().malformed(caller, HttpProtocol.HTTP1, SLOW_HEAD);
            answer().refuse(
                            ProxyError.REQUEST_TIMEOUT,
                            SLOW_HEAD,
                            "the head of the request did not come within 10 s");
            linger();
        } else if (exchange != null && requestEnded && exchange.status() == 0) {
            idle();
        } else {
            abort(ResetReason.IDLE);
        }
    }

    /// The client waits for an answer that does not come: it is told so.
    private void idle() {
        HttpSink to = request;
        request = DiscardedRequest.NOTHING;
        to.reset(ResetReason.IDLE);
        answer().answer(ServerParts.STOOD_STILL);
        answer().flush();
    }

    /// Gives the exchange up, if there is one, and the connection with it.
    private void abort(ResetReason reason) {
        Exchange broken = exchange;
        if (broken != null) {
            HttpSink to = request;
            exchange = null;
            answer().abandon();
            to.reset(reason);
            giveUp(broken);
        }
        close();
    }

    private void linger() {
        closed = true;
        answer().flush();
        LingeringClose.begin(channel(), deadline);
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        deadline.off();
        answer().flush();
        channel().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (closed) {
                channel().close();
            } else if (exchange == null) {
                close();
            } else if (!requestEnded) {
                abort(ResetReason.SENDER_GONE);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            answer().becameWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abort(ResetReason.SENDER_GONE);
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.off();
        answer().discard();
        ByteBuf waiting = pending;
        if (waiting != null) {
            pending = null;
            waiting.release();
        }
        reader.forgetHead();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort(ResetReason.SENDER_GONE);
    }

    private Channel channel() {
        return Objects.requireNonNull(context).channel();
    }

    private AnswerWriter answer() {
        return Objects.requireNonNull(answer);
    }
}
