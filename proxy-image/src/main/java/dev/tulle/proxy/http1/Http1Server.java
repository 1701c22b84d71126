package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client's side of HTTP/1: reads one request after another and writes the answers in their
/// order. While an exchange is under way a pipelined request waits unread; nothing is parsed behind
/// a framing error.
public final class Http1Server extends ChannelInboundHandlerAdapter implements HttpSource {
    private static final int SLOW_HEAD = 408;
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Caller caller;
    private final ServerParts parts;
    private final Http1Loop http1;
    private final MessageReader reader;
    private final Deadline deadline;
    private final ServerLife life;
    private final RequestUnderWay request;
    private final Intake intake;

    private @Nullable ChannelHandlerContext context;
    private @Nullable AnswerWriter answer;
    private boolean inputEnded;
    private boolean closed;

    public Http1Server(Caller caller, ServerParts parts, Http1Loop http1) {
        this.caller = caller;
        this.parts = parts;
        this.http1 = http1;
        this.reader = new MessageReader(StartLine.REQUEST, http1);
        this.deadline = parts.wheel().deadline(this::expired);
        this.life = new ServerLife(caller, parts, this::closeIfIdle);
        this.request = new RequestUnderWay(caller, life, parts);
        this.intake = new Intake(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        life.of(added.channel());
        answer = new AnswerWriter(this, life, new MessageWriter(added, http1), parts);
        deadline.in(life.idleNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closed) {
            in.release();
        } else {
            intake.read(ctx, in);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    void flush() {
        request.sink().flush();
        answer().flush();
    }

    /// Takes one part of a message; false when the exchange under way must end first, or none is to
    /// follow.
    boolean take(ByteBuf in) {
        try {
            return !closed && (request.exchange() == null ? takeHead(in) : takeBody(in));
        } catch (MalformedException malformed) {
            refuse(malformed);
            return false;
        }
    }

    private boolean takeHead(ByteBuf in) throws MalformedException {
        boolean first = !reader.insideHead();
        HeadBlock head = reader.head(in);
        if (head != null) {
            begin(head);
        } else if (first) {
            deadline.in(HEAD_NANOS);
        }
        return true;
    }

    private boolean takeBody(ByteBuf in) throws MalformedException {
        if (request.ended()) {
            return false;
        }
        HttpSink to = request.sink();
        if (reader.body(in, to)) {
            request.end();
            endIfDone();
        } else {
            moved();
            if (!to.writable()) {
                // In this order: the flush may make it writable again at once.
                intake.pause();
                to.flush();
            }
        }
        return true;
    }

    private void begin(HeadBlock block) throws MalformedException {
        Exchange begun = request.begin(block);
        answer().begin(begun, block.minorVersion(), request.persistence());
        reader.startBody(request.framing());
        Verdict.Own own = request.judged(begun);
        if (own != null) {
            request.discard(this);
            answer().answer(own);
            return;
        }
        HttpSink to = parts.dispatch().dispatch(begun, answer(), this);
        if (request.exchange() == begun && !answer().ended()) {
            moved();
            request.goesTo(to);
            to.head(begun.request(), request.ended() ? More.END : More.FOLLOWS);
        }
    }

    /// The answer cannot be completed: the client learns it by the end of the connection.
    void answerBroken() {
        Exchange broken = request.exchange();
        if (broken != null) {
            request.leave(broken, reader.bodyBytes());
        }
        close();
    }

    /// Something of the request or its answer moved.
    void moved() {
        Exchange moving = request.exchange();
        if (moving == null || moving.idleNanos() == 0) {
            deadline.off();
        } else if (!request.tunnels()) {
            deadline.in(moving.idleNanos());
        }
    }

    /// The answer opened a tunnel: what the client sends is no HTTP any more, and may rest as long
    /// as it likes.
    void tunnelOpened() {
        request.opened();
        reader.startBody(Framing.UNTIL_CLOSE);
        deadline.off();
        resume();
        if (inputEnded && request.tunnels()) {
            tunnelInputEnded();
        }
    }

    /// The client sends nothing more through its tunnel.
    private void tunnelInputEnded() {
        HttpSink to = request.sink();
        request.end();
        reader.inputEnded(to);
        to.flush();
        endIfDone();
    }

    /// The answer is complete. What the client still sends of its request is read and thrown away,
    /// within a bound, so that it can read the answer.
    void answerEnded() {
        if (request.tunnels() && !request.ended()) {
            tunnelInputEnded();
            return;
        }
        if (!request.ended()) {
            request.discard(this);
            channel().config().setAutoRead(true);
        }
        endIfDone();
    }

    private void endIfDone() {
        Exchange done = request.exchange();
        if (done == null || !request.ended() || !answer().ended()) {
            return;
        }
        request.leave(done, reader.bodyBytes());
        if (answer().closes() || inputEnded || life.ended()) {
            close();
            return;
        }
        reader.forgetHead();
        deadline.in(life.idleNanos());
        resume();
    }

    @Override
    public void resume() {
        if (!closed) {
            intake.resume();
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
        if (request.exchange() == null) {
            answer().refuse(ProxyError.BAD_REQUEST, malformed.status(), malformed.sentence());
            linger();
        } else {
            abort(ResetReason.MALFORMED);
        }
    }

    private void expired() {
        Exchange late = request.exchange();
        if (closed) {
            channel().close();
        } else if (late == null && reader.insideHead()) {
            parts.observer().malformed(caller, HttpProtocol.HTTP1, SLOW_HEAD);
            answer().refuse(
                            ProxyError.REQUEST_TIMEOUT,
                            SLOW_HEAD,
                            "the head of the request did not come within 10 s");
            linger();
        } else if (late != null && request.ended() && late.status() == 0) {
            idle();
        } else {
            abort(ResetReason.IDLE);
        }
    }

    /// The client waits for an answer that does not come: it is told so.
    private void idle() {
        HttpSink to = request.sink();
        request.goesTo(DiscardedRequest.NOTHING);
        to.reset(ResetReason.IDLE);
        answer().answer(ServerParts.STOOD_STILL);
        answer().flush();
    }

    /// Gives the exchange up, if there is one, and the connection with it.
    private void abort(ResetReason reason) {
        Exchange broken = request.exchange();
        if (broken != null) {
            HttpSink to = request.sink();
            answer().abandon();
            request.leave(broken, reader.bodyBytes());
            to.reset(reason);
        }
        closed = true;
        deadline.off();
        answer().flush();
        channel().close();
    }

    private void linger() {
        closed = true;
        answer().flush();
        LingeringClose.begin(channel(), deadline);
    }

    private void closeIfIdle() {
        if (request.exchange() == null) {
            close();
        }
    }

    /// Behind all that was written, which the client gets a while to read.
    private void close() {
        if (!closed) {
            closed = true;
            answer().flush();
            FlushedClose.begin(channel(), deadline);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (closed) {
                channel().close();
            } else if (request.exchange() == null) {
                close();
            } else if (request.tunnels()) {
                tunnelInputEnded();
            } else if (!request.ended()) {
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
        intake.release();
        reader.forgetHead();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort(ResetReason.SENDER_GONE);
    }

    /// Whether nothing more is taken: what still comes is thrown away.
    boolean closed() {
        return closed;
    }

    boolean awaitsRequest() {
        return request.exchange() == null && !closed;
    }

    Channel channel() {
        return Objects.requireNonNull(context).channel();
    }

    private AnswerWriter answer() {
        return Objects.requireNonNull(answer);
    }
}
