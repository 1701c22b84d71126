package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.runtime.EndpointRuntime;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request on its way to an endpoint:
///
/// 1. an endpoint is chosen and a connection taken from the pool or dialled;
/// 2. what came of the request until then is handed over, the rest goes straight on;
/// 3. an attempt that no application saw is repeated elsewhere, at most twice: a failed connect, a
///    mesh peer that could not reach its application, a reused connection that was closed under an
///    idempotent request. Once a byte of a body was handed over nothing is repeated.
final class Forwarding implements HttpSink, HttpSource {
    private final HttpUpstream upstream;
    private final Choice choice;
    private final Exchange exchange;
    private final Answering answer;
    private final HttpSource request;
    private final ConnectRetry<EndpointRuntime> retry = new ConnectRetry<>();

    private @Nullable Attempt attempt;
    private @Nullable HttpSink to;
    private @Nullable Head head;
    private More headMore = More.FOLLOWS;
    private @Nullable HeldBody held;
    private int staleTries;
    private boolean bodySent;
    private boolean sourcePaused;
    private boolean over;

    Forwarding(
            HttpUpstream upstream,
            Choice choice,
            Exchange exchange,
            Answering answer,
            HttpSource request) {
        this.upstream = upstream;
        this.choice = choice;
        this.exchange = exchange;
        this.answer = answer;
        this.request = request;
    }

    Exchange exchange() {
        return exchange;
    }

    void next(Reuse reuse) {
        if (over) {
            return;
        }
        Pick pick = choice.pick(retry);
        if (pick == null) {
            fail(choice.absence(), absent(choice.absence()));
            return;
        }
        exchange.attempted(pick.backend(), pick.endpoint());
        Attempt begun = new Attempt(this, pick, upstream.loop().ticker());
        attempt = begun;
        HttpConnection idle =
                reuse == Reuse.ALLOWED || pick.key().engine().shared()
                        ? upstream.pools().take(pick.key())
                        : null;
        if (idle == null) {
            dial(begun);
        } else {
            attach(begun, idle);
        }
    }

    private static String absent(ProxyError absence) {
        return absence == ProxyError.NO_ENDPOINTS
                ? "has no endpoint: look at the pods behind it"
                : "is not known: discovery could not be asked, look at tulle-discovery";
    }

    /// Whether an idle connection will do.
    enum Reuse {
        ALLOWED,
        FRESH
    }

    private void dial(Attempt begun) {
        if (!upstream.opening().open(begun.pick().key(), new Waiter(begun))) {
            begun.ended();
            fail(ProxyError.PENDING_OVERFLOW, "has too many requests that wait for a connection");
        }
    }

    private final class Waiter implements Opening.Waiter {
        private final Attempt begun;

        Waiter(Attempt begun) {
            this.begun = begun;
        }

        @Override
        public boolean wanted() {
            return !over && attempt == begun;
        }

        @Override
        public void connected(HttpConnection connection) {
            begun.pick().connected();
            attach(begun, connection);
        }

        @Override
        public void failed(ConnectFailure failure) {
            connectFailed(begun, failure.error());
        }
    }

    private void attach(Attempt begun, HttpConnection connection) {
        UpstreamCall sink = connection.begin(exchange, begun, this);
        begun.on(connection, sink);
        answer.source(sink);
        to = sink;
        Head waiting = head;
        if (waiting != null) {
            sink.head(waiting, headMore);
            HeldBody body = held;
            if (body != null) {
                held = null;
                bodySent = true;
                body.moveTo(sink);
            }
            sink.flush();
        }
        if (sourcePaused) {
            sourcePaused = false;
            request.resume();
        }
    }

    /// No application saw a byte of this attempt.
    void connectFailed(Attempt failed, ProxyError error) {
        if (attempt != failed || over) {
            return;
        }
        failed.ended();
        failed.pick().connectFailed();
        to = null;
        if (!again(Outcome.CONNECT_FAILURE)) {
            // Where there is no other endpoint the caller's proxy has one, and goes by this word.
            fail(choice.retries() ? error : choice.absence(), "cannot be connected to");
        }
    }

    /// Whether what no application saw is tried once more.
    private boolean again(Outcome outcome) {
        OptionalLong wait =
                choice.retries() && !bodySent
                        ? retry.waitNanos(outcome, upstream.loop().random())
                        : OptionalLong.empty();
        if (wait.isEmpty()) {
            return false;
        }
        upstream.observer().retried(exchange);
        if (wait.getAsLong() == 0) {
            next(Reuse.ALLOWED);
        } else {
            Runnable again = () -> next(Reuse.ALLOWED);
            upstream.loop().executor().schedule(again, wait.getAsLong(), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /// The connection broke before the head of an answer.
    void broken(Attempt failed, ResetReason reason) {
        if (attempt != failed || over) {
            return;
        }
        failed.ended();
        to = null;
        if (reason == ResetReason.REFUSED && again(Outcome.REFUSED)) {
            return;
        }
        failed.failed();
        boolean stale = reason == ResetReason.SENDER_GONE && failed.reused();
        if (stale && !bodySent && Idempotent.is(exchange.request().method()) && staleTries == 0) {
            staleTries++;
            upstream.observer().retried(exchange);
            next(Reuse.FRESH);
        } else if (reason == ResetReason.MALFORMED) {
            fail(ProxyError.BAD_RESPONSE, "sent an answer that is no HTTP message");
        } else {
            fail(ProxyError.RESET, "closed the connection before it answered");
        }
    }

    private void fail(ProxyError error, String what) {
        over = true;
        drop();
        answer.answer(
                new Verdict.Answer(error, choice.destination() + " " + what, Verdict.After.KEEP));
        answer.flush();
    }

    /// The answer is complete or broken off: what still comes of the request has nowhere to go.
    void answered() {
        over = true;
        drop();
    }

    Answering answer() {
        return answer;
    }

    boolean bodySent() {
        return bodySent;
    }

    private void drop() {
        HeldBody body = held;
        if (body != null) {
            held = null;
            request.consumed(body.release());
        }
    }

    @Override
    public void head(Head requestHead, More more) {
        head = requestHead;
        headMore = more;
        HttpSink sink = to;
        if (sink != null) {
            sink.head(requestHead, more);
        }
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        if (over && to == null) {
            int dropped = bytes.readableBytes();
            bytes.release();
            request.consumed(dropped);
            return;
        }
        HttpSink sink = to;
        if (sink == null) {
            HeldBody body = Objects.requireNonNullElseGet(held, HeldBody::new);
            held = body;
            body.data(bytes, more);
        } else {
            bodySent = true;
            sink.data(bytes, more);
        }
    }

    @Override
    public void trailers(Fields trailers) {
        HttpSink sink = to;
        if (sink != null) {
            sink.trailers(trailers);
        } else if (!over) {
            HeldBody body = Objects.requireNonNullElseGet(held, HeldBody::new);
            held = body;
            body.trailers(trailers);
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
        sourcePaused |= !writable;
        return writable;
    }

    @Override
    public void reset(ResetReason reason) {
        if (over) {
            return;
        }
        over = true;
        drop();
        Attempt begun = attempt;
        if (begun != null) {
            begun.ended();
        }
        HttpSink sink = to;
        if (sink != null) {
            to = null;
            sink.reset(reason);
        }
    }

    @Override
    public void resume() {
        if (sourcePaused) {
            sourcePaused = false;
            request.resume();
        }
    }

    @Override
    public void consumed(int bytes) {
        request.consumed(bytes);
    }

    @Override
    public void cancel(ResetReason reason) {
        request.cancel(reason);
    }
}
