package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.GrpcStatus;
import dev.tulle.proxy.exchange.GrpcTimeout;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.model.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request of a client and its answer. It is over when both have ended or the stream is closed;
/// a request that goes on behind its answer is cut off as RFC 9113 section 8.1 says.
final class ServerStream implements Answering, HttpSource, Flushing.Reading {
    private static final int COPIED = 4_096;

    private final Http2Server server;
    private final Http2Stream stream;
    private final Flushing flushing;
    private final Outflow out;
    private @Nullable Exchange exchange;
    private @Nullable HttpSink request;
    private ResetReason broken = ResetReason.SENDER_GONE;
    private long received;
    private long quietNanos;
    private @Nullable RequestedTunnel tunnel;
    private boolean touched;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean over;

    ServerStream(Http2Server server, Http2Stream stream) {
        this.server = server;
        this.stream = stream;
        this.flushing = server.flushing();
        this.out = new Outflow(flushing, this::cutOff);
    }

    private ServerParts parts() {
        return server.parts();
    }

    private Exchange exchange() {
        return Objects.requireNonNull(exchange);
    }

    void begin(HeaderList list, boolean ended) {
        Exchange begun = Bridge.exchange(list, server.caller(), parts());
        if (begun.tunnelling() != Tunnelling.NONE) {
            tunnel = new RequestedTunnel();
        }
        exchange = begun;
        requestEnded = ended;
        Verdict.Own unread = GrpcTimeout.read(begun);
        Verdict.Own own = parts().admit(begun);
        if (own == null) {
            own = unread == null ? parts().filtered(begun) : unread;
        }
        if (own != null) {
            answer(own);
            return;
        }
        HttpSink to = parts().dispatch().dispatch(begun, this, this);
        if (!over && !answerEnded) {
            request = to;
            to.head(begun.request(), ended || tunnel != null ? More.END : More.FOLLOWS);
            touch();
        }
    }

    private void touch() {
        if (!touched) {
            touched = true;
            flushing.touch(this);
        }
    }

    @Override
    public void readComplete() {
        touched = false;
        HttpSink to = request;
        if (to != null) {
            to.flush();
        }
    }

    /// The bytes that nobody wants and that count as gone at once.
    int dataRead(ByteBuf bytes, boolean last) {
        int length = bytes.readableBytes();
        received += length;
        quietNanos = 0;
        requestEnded |= last;
        HttpSink to = request;
        if (to == null || over) {
            return length;
        }
        if (tunnel != null && !tunnel.open()) {
            tunnel.hold(bytes.retain());
            return 0;
        }
        to.data(kept(bytes, to), last ? More.END : More.FOLLOWS);
        touch();
        endIfDone();
        return 0;
    }

    /// A small part that has to wait would keep a large buffer alive.
    private ByteBuf kept(ByteBuf bytes, HttpSink to) {
        return bytes.readableBytes() > COPIED || to.writable() ? bytes.retain() : bytes.copy();
    }

    void trailersRead(HeaderList list) throws Http2Exception {
        if (tunnel != null) {
            throw HeadRules.malformed(stream.id(), "HEADERS in a tunnel");
        }
        Fields trailers = HeadRules.trailers(stream.id(), list);
        requestEnded = true;
        HttpSink to = request;
        if (to != null && !over) {
            to.trailers(trailers);
            touch();
            endIfDone();
        }
    }

    @Override
    public void source(HttpSource from) {
        out.from(from);
    }

    @Override
    public void head(Head head, More more) {
        if (over || answerEnded || !(head instanceof ResponseHead response)) {
            return;
        }
        quietNanos = 0;
        if (ExtendedConnect.refuses(response, exchange())) {
            answer(ExtendedConnect.REFUSED);
            return;
        }
        if (!response.interim()) {
            parts().answered(exchange(), response);
            if (exchange().isCall() && more == More.END) {
                exchange().grpcAnswered(GrpcStatus.of(response.fields()));
            }
        }
        HttpSink to = request;
        boolean opens = exchange().tunnelling().grantedBy(response.status());
        write(Bridge.response(response), opens ? More.FOLLOWS : more);
        if (tunnel != null && opens && to != null) {
            tunnel.open(to, requestEnded);
            if (more == More.END) {
                data(Unpooled.EMPTY_BUFFER, More.END);
            }
        }
    }

    private boolean tunnels() {
        return tunnel != null && tunnel.open();
    }

    private void write(HeaderList list, More more) {
        if (more == More.FOLLOWS) {
            out.headers(stream, list);
            return;
        }
        ChannelPromise written = out.lastHeaders(stream, list);
        if (!requestEnded) {
            written.addListener(done -> flushing.settling().add(this::cutOff));
        }
        ended();
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        int length = bytes.readableBytes();
        if (over || answerEnded) {
            bytes.release();
            out.dropped(length);
            return;
        }
        quietNanos = 0;
        exchange().sent(length);
        out.write(stream, bytes, more == More.END);
        flushing.wrote();
        if (more == More.END) {
            ended();
        }
    }

    @Override
    public void trailers(Fields trailers) {
        if (over || answerEnded) {
            return;
        }
        if (exchange().isCall()) {
            exchange().grpcAnswered(GrpcStatus.of(trailers));
        }
        HeaderList list = Bridge.trailers(trailers);
        if (list.isEmpty()) {
            data(Unpooled.EMPTY_BUFFER, More.END);
        } else {
            write(list, More.END);
        }
    }

    @Override
    public void answer(Verdict.Own own) {
        if (over || answerEnded) {
            return;
        }
        OwnAnswer made = OwnAnswer.of(own, exchange(), parts().ticker().nanoTime());
        ByteBuf body = made.body();
        write(made.head(), body == null ? More.END : More.FOLLOWS);
        if (body != null) {
            data(body, More.END);
        }
    }

    /// What the client still sends is of no use to anyone.
    private void ended() {
        answerEnded = true;
        if (!requestEnded && !tunnels()) {
            finish();
        } else {
            endIfDone();
        }
    }

    private void cutOff() {
        if (!requestEnded && !tunnels() && stream.state().remoteSideOpen()) {
            out.rst(stream, Http2Error.NO_ERROR.code());
        }
    }

    private void endIfDone() {
        if (requestEnded && answerEnded) {
            finish();
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        request = null;
        if (tunnel != null) {
            tunnel.close();
        }
        Exchange done = exchange;
        if (done != null) {
            parts().ended(done, received);
        }
    }

    /// The answer cannot be completed.
    @Override
    public void reset(ResetReason reason) {
        if (!over && !answerEnded && OwnAnswer.endsCall(exchange(), reason)) {
            write(OwnAnswer.unavailable(exchange()), More.END);
        } else if (!over) {
            finish();
            out.rst(stream, Resets.ofAnswer(reason));
        }
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /// A frame of the request came though it has ended.
    void behindTheEnd() {
        malformed();
        out.rst(stream, Http2Error.STREAM_CLOSED.code());
    }

    /// Whether both sides have ended.
    boolean complete() {
        return requestEnded && answerEnded;
    }

    /// The client resets its stream with this reason.
    void broken(ResetReason reason) {
        broken = reason;
    }

    void malformed() {
        broken = ResetReason.MALFORMED;
    }

    /// The stream is closed, in whatever way.
    void closed() {
        HttpSink to = request;
        boolean early = !over;
        finish();
        if (early && to != null) {
            to.reset(broken);
        }
    }

    /// Called every so often; true when nothing moved for too long.
    boolean quietFor(long moreNanos) {
        quietNanos += moreNanos;
        Exchange still = exchange;
        long most = still == null ? Timeouts.IDLE.toNanos() : still.idleNanos();
        return most > 0 && !tunnels() && quietNanos > most;
    }

    /// The client is told so as long as it has no head of an answer.
    void idle() {
        broken = ResetReason.IDLE;
        HttpSink to = request;
        if (over || exchange().status() != 0) {
            out.rst(stream, Http2Error.CANCEL.code());
            return;
        }
        request = null;
        if (to != null) {
            to.reset(ResetReason.IDLE);
        }
        answer(ServerParts.STOOD_STILL);
    }

    /// What was written leaves by itself.
    @Override
    public void flush() {}

    @Override
    public boolean writable() {
        return out.writable();
    }

    /// Reads never pause.
    @Override
    public void resume() {}

    @Override
    public void consumed(int bytes) {
        flushing.consumed(stream, bytes);
    }

    @Override
    public void cancel(ResetReason reason) {
        if (over) {
            return;
        }
        if (tunnels() && answerEnded) {
            // What came the other way is still on its way to the client.
            finish();
            if (!stream.state().localSideOpen()) {
                cutOff();
            }
        } else {
            out.rst(stream, Resets.ofAnswer(reason));
        }
    }
}
