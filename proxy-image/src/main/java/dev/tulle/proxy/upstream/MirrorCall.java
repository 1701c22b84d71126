package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.CopiedFields;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.MirrorOutcome;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.runtime.Deadline;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One copy of a request on its way: never waited for, never repeated, given up when it is slow or
/// when too much of it waits to be sent. Its answer is thrown away.
final class MirrorCall implements Answering, HttpSource {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_UNSENT = 64 * 1_024;

    private final Exchange exchange;
    private final HttpSink request;
    private final Deadline deadline;
    private final Consumer<MirrorOutcome> ended;
    private @Nullable HttpSource source;
    private int unsent;
    private boolean over;

    /// `ended` is called once, possibly before this returns.
    MirrorCall(
            HttpUpstream upstream,
            MirrorChoice choice,
            Exchange exchange,
            Consumer<MirrorOutcome> ended) {
        this.exchange = exchange;
        this.ended = ended;
        this.deadline = upstream.loop().wheel().deadline(() -> giveUp(MirrorOutcome.SLOW));
        this.deadline.in(PATIENCE_NANOS);
        Forwarding forwarding = new Forwarding(upstream, choice, exchange, this, this);
        this.request = forwarding.request();
        forwarding.begin();
    }

    void sendHead(More more) {
        if (!over) {
            request.head(exchange.request(), more);
        }
    }

    /// The bytes stay with the caller.
    void sendData(ByteBuf bytes, More more) {
        if (over) {
            return;
        }
        unsent += bytes.readableBytes();
        if (unsent > MOST_UNSENT) {
            giveUp(MirrorOutcome.OVERFLOW);
        } else {
            request.data(bytes.retainedDuplicate(), more);
        }
    }

    void sendTrailers(Fields trailers) {
        if (!over) {
            request.trailers(CopiedFields.of(trailers));
        }
    }

    void sendFlush() {
        if (!over) {
            request.flush();
        }
    }

    /// The request that this is a copy of was broken off.
    void broken(ResetReason reason) {
        if (!over) {
            end(MirrorOutcome.FAILED);
            request.reset(reason);
        }
    }

    private void giveUp(MirrorOutcome outcome) {
        if (!over) {
            end(outcome);
            request.reset(ResetReason.CANCELLED);
        }
    }

    private void end(MirrorOutcome outcome) {
        if (!over) {
            over = true;
            deadline.off();
            ended.accept(outcome);
        }
    }

    @Override
    public void source(HttpSource from) {
        source = from;
    }

    @Override
    public void answer(Verdict.Own own) {
        end(MirrorOutcome.FAILED);
    }

    @Override
    public void head(Head head, More more) {
        ends(more);
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        int length = bytes.readableBytes();
        bytes.release();
        HttpSource from = source;
        if (from != null && length > 0) {
            from.consumed(length);
        }
        ends(more);
    }

    @Override
    public void trailers(Fields trailers) {
        end(MirrorOutcome.ANSWERED);
    }

    private void ends(More more) {
        if (more == More.END) {
            end(MirrorOutcome.ANSWERED);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void reset(ResetReason reason) {
        end(MirrorOutcome.FAILED);
    }

    @Override
    public boolean writable() {
        return true;
    }

    /// The original sets the pace.
    @Override
    public void resume() {}

    @Override
    public void consumed(int bytes) {
        unsent -= bytes;
    }

    @Override
    public void cancel(ResetReason reason) {}
}
