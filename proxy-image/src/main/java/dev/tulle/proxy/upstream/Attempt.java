package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.resilience.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/// One try of a request: sees the answer before the client does, measures the endpoint by it, and
/// takes back an answer by which a mesh peer says that no application saw the request.
final class Attempt implements HttpSink {
    private static final AsciiString ERROR = AsciiString.cached("x-tulle-error");

    private final Forwarding forwarding;
    private final Pick pick;
    private final Ticker ticker;
    private final long start;
    private @Nullable HttpSource source;
    private boolean reused;
    private boolean answered;
    private boolean taken;
    private boolean ended;

    Attempt(Forwarding forwarding, Pick pick, Ticker ticker) {
        this.forwarding = forwarding;
        this.pick = pick;
        this.ticker = ticker;
        this.start = ticker.nanoTime();
        pick.started();
    }

    Pick pick() {
        return pick;
    }

    void on(HttpConnection used, HttpSource call) {
        reused = used.reused();
        source = call;
    }

    boolean reused() {
        return reused;
    }

    void ended() {
        if (!ended) {
            ended = true;
            pick.ended();
        }
    }

    void failed() {
        if (pick.load() != null) {
            pick.load().failed();
        }
    }

    @Override
    public void head(Head head, More more) {
        if (taken || !(head instanceof ResponseHead response)) {
            return;
        }
        if (!response.interim()) {
            if (unreachable(response)) {
                // The rest of that answer is read and thrown away: the connection is good.
                taken = true;
                forwarding.connectFailed(this, ProxyError.CONNECT_FAILED);
                return;
            }
            answered = true;
            measure(response.status());
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
                && !forwarding.bodySent()
                && ProxyError.CONNECT_FAILED.word().contentEquals(first(response));
    }

    private static CharSequence first(ResponseHead response) {
        CharSequence value = response.fields().first(ERROR);
        return value == null ? "" : value;
    }

    private void measure(int status) {
        if (pick.load() != null) {
            pick.load().sample(ticker.nanoTime() - start);
            if (Outcome.ofStatus(status).failure()) {
                pick.load().failed();
            } else {
                pick.load().succeeded();
            }
        }
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        HttpSource from = source;
        if (taken && from != null) {
            int dropped = bytes.readableBytes();
            bytes.release();
            from.consumed(dropped);
            return;
        }
        forwarding.answer().data(bytes, more);
        if (more == More.END) {
            end();
        }
    }

    @Override
    public void trailers(Fields trailers) {
        if (!taken) {
            forwarding.answer().trailers(trailers);
            end();
        }
    }

    private void end() {
        ended();
        forwarding.answered();
    }

    @Override
    public void flush() {
        forwarding.answer().flush();
    }

    @Override
    public void reset(ResetReason reason) {
        if (taken) {
            return;
        }
        if (answered) {
            ended();
            forwarding.answered();
            forwarding.answer().reset(reason);
        } else {
            forwarding.broken(this, reason);
        }
    }

    @Override
    public boolean writable() {
        return taken || forwarding.answer().writable();
    }
}
