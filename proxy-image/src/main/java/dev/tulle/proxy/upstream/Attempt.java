package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.GrpcStatus;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.resilience.Bound;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.runtime.Brake;
import dev.tulle.proxy.runtime.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Ticker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One try of a request: sees the answer before the client does, measures the endpoint by it, and
/// takes back an answer that the client is not to see because there is another try.
final class Attempt implements HttpSink {
    private static final int OK = 200;

    /// Of an answer that nobody wants, before its connection is worth less than its rest.
    private static final int MOST_DROPPED = 64 * 1_024;

    private final Forwarding forwarding;
    private final Pick pick;
    private final @Nullable Bound bound;
    private final Ticker ticker;
    private final Brake brake;
    private final long start;
    private @Nullable HttpSource source;
    private @Nullable HttpConnection connection;
    private int dropped;
    private boolean reused;
    private boolean answered;
    private boolean statusFollows;
    private boolean braked;
    private boolean taken;
    private boolean ended;

    /// Counted in by that bound, if there is one.
    Attempt(Forwarding forwarding, Pick pick, @Nullable Bound bound, Loop loop) {
        this.forwarding = forwarding;
        this.pick = pick;
        this.bound = bound;
        this.ticker = loop.ticker();
        this.brake = loop.brake();
        this.start = ticker.nanoTime();
        pick.started();
    }

    Pick pick() {
        return pick;
    }

    void on(HttpConnection used, HttpSource call) {
        connection = used;
        reused = used.reused();
        source = call;
    }

    boolean reused() {
        return reused;
    }

    /// Whether the client has the head of the answer.
    boolean answered() {
        return answered;
    }

    /// Whether the endpoint is still at it.
    boolean running() {
        return !ended;
    }

    void ended() {
        if (!ended) {
            ended = true;
            pick.ended();
            if (bound != null) {
                bound.leave();
            }
        }
    }

    /// The endpoint is told by how the attempt ended.
    void outcome(Outcome outcome) {
        pick.outcome(outcome, ticker.nanoTime());
    }

    /// Nothing of its answer goes any further.
    void abandon() {
        taken = true;
    }

    @Override
    public void head(Head head, More more) {
        if (taken || !(head instanceof ResponseHead response)) {
            return;
        }
        if (!response.interim()) {
            if (unreachable(response) && forwarding.repeatable()) {
                // The rest of that answer is read and thrown away: the connection is good.
                taken = true;
                forwarding.connectFailed(this, ProxyError.CONNECT_FAILED);
                return;
            }
            statusFollows = more == More.FOLLOWS && response.status() == OK && forwarding.isCall();
            long now = ticker.nanoTime();
            sample(now);
            if (!statusFollows) {
                Outcome outcome = outcome(response, more);
                pick.outcome(outcome, now);
                if (outcome.failure() && forwarding.triesAgain(this, outcome, response)) {
                    return;
                }
            }
            answered = true;
            forwarding.committed(this, Objects.requireNonNull(connection), response);
        }
        forwarding.answer().head(head, more);
        if (more == More.END) {
            end();
        }
    }

    /// A mesh peer whose application does not take connections says so; any other sender of these
    /// words is not believed.
    private boolean unreachable(ResponseHead response) {
        return response.status() == ProxyError.CONNECT_FAILED.status()
                && pick.key().security() instanceof Security.Mesh
                && ProxyError.CONNECT_FAILED.word().contentEquals(first(response));
    }

    private static CharSequence first(ResponseHead response) {
        CharSequence value = response.fields().first(ProxyError.FIELD);
        return value == null ? "" : value;
    }

    /// An answer of gRPC that failed at once has its code in the head, and nothing behind it.
    private static Outcome outcome(ResponseHead response, More more) {
        if (response.status() == OK && more == More.END) {
            int code = GrpcStatus.of(response.fields());
            return code == GrpcStatus.NONE ? Outcome.SUCCESS : Outcome.ofGrpc(code);
        }
        return Outcome.ofStatus(response.status());
    }

    /// The call has had its time.
    void late() {
        callEnded(Outcome.TIMEOUT);
    }

    private void sample(long nowNanos) {
        if (pick.load() != null) {
            pick.load().sample(nowNanos - start);
        }
    }

    /// How a call of gRPC went, whose head said nothing yet: its last word, or that there is none.
    private void callEnded(Outcome outcome) {
        if (statusFollows) {
            statusFollows = false;
            outcome(outcome);
        }
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        HttpSource from = source;
        if (taken && from != null) {
            drop(bytes, from);
            return;
        }
        forwarding.answer().data(bytes, more);
        if (more == More.END) {
            callEnded(Outcome.ofGrpc(GrpcStatus.UNKNOWN));
            end();
        }
    }

    private void drop(ByteBuf bytes, HttpSource from) {
        int length = bytes.readableBytes();
        bytes.release();
        from.consumed(length);
        dropped += length;
        if (dropped > MOST_DROPPED) {
            dropped = 0;
            from.cancel(ResetReason.RECEIVER_GONE);
        }
    }

    @Override
    public void trailers(Fields trailers) {
        if (!taken) {
            // Before they are passed on: the next hop may take them apart.
            int code = statusFollows ? GrpcStatus.of(trailers) : GrpcStatus.NONE;
            forwarding.answer().trailers(trailers);
            callEnded(Outcome.ofGrpc(code == GrpcStatus.NONE ? GrpcStatus.UNKNOWN : code));
            end();
        }
    }

    private void end() {
        ended();
        forwarding.answered();
    }

    @Override
    public void flush() {
        if (!taken) {
            forwarding.answer().flush();
        }
    }

    @Override
    public void reset(ResetReason reason) {
        if (taken) {
            return;
        }
        if (answered) {
            if (reason != ResetReason.CANCELLED) {
                callEnded(Outcome.RESET);
            }
            ended();
            forwarding.answered();
            forwarding.answer().reset(reason);
        } else {
            forwarding.broken(this, reason);
        }
    }

    @Override
    public boolean writable() {
        if (taken) {
            return true;
        }
        HttpSource from = source;
        if (brake.on() && from != null) {
            if (!braked) {
                braked = true;
                brake.hold(() -> goOn(from));
            }
            return false;
        }
        return forwarding.answer().writable();
    }

    private void goOn(HttpSource from) {
        braked = false;
        from.resume();
    }
}
