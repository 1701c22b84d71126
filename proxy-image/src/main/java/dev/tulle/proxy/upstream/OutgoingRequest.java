package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.runtime.Brake;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// What comes of a request, on its way to the connection that carries it at the time: kept while
/// there is none, handed on at once while there is one, and kept beside for as long as it may have
/// to be sent again.
final class OutgoingRequest implements HttpSink, HttpSource {
    private static final AsciiString ATTEMPT = AsciiString.cached("x-tulle-attempt");

    private final Forwarding forwarding;
    private final HttpSource source;
    private final ReplayMemory memory;
    private final Brake brake;

    private @Nullable HttpSink to;
    private @Nullable Head head;
    private More headMore = More.FOLLOWS;
    private @Nullable HeldBody held;
    private boolean sourcePaused;
    private boolean sourceHeld;
    private boolean single;
    private boolean headSent;
    private boolean passed;
    private boolean over;

    OutgoingRequest(Forwarding forwarding, HttpSource source, ReplayMemory memory, Brake brake) {
        this.forwarding = forwarding;
        this.source = source;
        this.memory = memory;
        this.brake = brake;
    }

    /// It will be sent to one connection only.
    void single() {
        single = true;
        HeldBody body = held;
        if (body != null && to != null) {
            body.forget();
        }
    }

    /// Whether all of it so far can be sent again. One that asks for a tunnel is sent once: nobody
    /// knows what the server made of it.
    boolean repeatable() {
        HeldBody body = held;
        return !passed && (body == null || body.whole()) && !(headSent && forwarding.tunnels());
    }

    /// Goes to that connection from now on, from the first byte; from the second time on it says
    /// which attempt it is.
    void attach(HttpSink sink, int attempts) {
        to = sink;
        Head waiting = head;
        if (waiting != null) {
            if (attempts > 1 && !single) {
                waiting.fields().remove(ATTEMPT);
                waiting.fields().add(ATTEMPT, Integer.toString(attempts));
            }
            headSent = true;
            sink.head(waiting, headMore);
            HeldBody body = held;
            if (body != null) {
                body.handOver(sink, single ? HeldBody.Copy.NONE : HeldBody.Copy.KEPT);
            }
            sink.flush();
        }
        if (sourcePaused) {
            sourcePaused = false;
            source.resume();
        }
    }

    /// The connection is gone.
    void detach() {
        to = null;
    }

    /// Leaves the connection that has it to the rest of its answer; it cannot be left with half a
    /// request.
    void leave() {
        HeldBody body = held;
        if (headMore == More.END || (body != null && body.ended())) {
            to = null;
        } else {
            withdraw(ResetReason.CANCELLED);
        }
    }

    /// Takes it back from the connection that has it.
    void withdraw(ResetReason reason) {
        HttpSink sink = to;
        if (sink != null) {
            to = null;
            sink.reset(reason);
        }
    }

    /// Nobody waits for what still comes of it.
    void end() {
        over = true;
        HeldBody body = held;
        if (body != null) {
            if (to == null) {
                source.consumed(body.abandon());
            } else {
                body.forget();
            }
        }
    }

    @Override
    public void head(Head requestHead, More more) {
        head = requestHead;
        headMore = more;
        HttpSink sink = to;
        if (sink != null) {
            headSent = true;
            sink.head(requestHead, more);
        }
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        HttpSink sink = to;
        if (sink == null && over) {
            int dropped = bytes.readableBytes();
            bytes.release();
            source.consumed(dropped);
        } else if (sink == null) {
            body().hold(bytes, more);
        } else if (single && held == null) {
            passed = true;
            sink.data(bytes, more);
        } else {
            body().pass(bytes, more, sink);
        }
    }

    private HeldBody body() {
        HeldBody body = held;
        if (body == null) {
            body = new HeldBody(memory);
            held = body;
        }
        return body;
    }

    @Override
    public void trailers(Fields trailers) {
        HttpSink sink = to;
        if (!over && (sink == null || !single)) {
            body().trailers(trailers);
        }
        if (sink != null) {
            sink.trailers(trailers);
        }
    }

    @Override
    public void flush() {
        HttpSink sink = to;
        if (sink != null) {
            sink.flush();
        }
    }

    @Override
    public boolean writable() {
        HttpSink sink = to;
        HeldBody body = held;
        boolean writable = sink == null ? body == null || !body.full() : sink.writable();
        if (writable && brake.on()) {
            holdSource();
            return false;
        }
        sourcePaused |= !writable;
        return writable;
    }

    /// The client took it back or went away.
    @Override
    public void reset(ResetReason reason) {
        if (!over) {
            forwarding.clientGone();
            withdraw(reason);
        } else if (forwarding.tunnels()) {
            // The answer ended alone.
            withdraw(reason);
        }
    }

    private void holdSource() {
        sourcePaused = true;
        if (!sourceHeld) {
            sourceHeld = true;
            brake.hold(this::goOn);
        }
    }

    private void goOn() {
        sourceHeld = false;
        sourcePaused = false;
        source.resume();
    }

    @Override
    public void resume() {
        if (sourcePaused && !sourceHeld) {
            if (brake.on()) {
                holdSource();
            } else {
                goOn();
            }
        }
    }

    @Override
    public void consumed(int bytes) {
        HeldBody body = held;
        int first = body == null ? bytes : body.leave(bytes);
        if (first > 0 && brake.on()) {
            brake.hold(() -> source.consumed(first));
        } else if (first > 0) {
            source.consumed(first);
        }
    }

    @Override
    public void cancel(ResetReason reason) {
        source.cancel(reason);
    }
}
