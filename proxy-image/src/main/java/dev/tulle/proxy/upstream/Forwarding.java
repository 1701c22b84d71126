package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.ClientConnection;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.GrpcTimeout;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.resilience.Bound;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.runtime.EndpointRuntime;
import dev.tulle.proxy.runtime.RoutePolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request on its way to an endpoint:
///
/// 1. an endpoint is chosen and a connection taken from the pool or dialled;
/// 2. what came of the request until then is handed over, the rest goes straight on;
/// 3. an attempt that no application saw is repeated elsewhere, at most twice: a failed connect, a
///    mesh peer that could not reach its application, a used connection that was closed under an
///    idempotent request;
/// 4. any other failure is repeated as the policy says, within its budget;
/// 5. nothing is repeated whose body was not kept, or of whose answer the client has the head;
/// 6. what belongs to a connection of the client's own goes there or nowhere.
final class Forwarding {
    private final HttpUpstream upstream;
    private final Choice choice;
    private final RoutePolicy policy;
    private final long requestNanos;
    private final Exchange exchange;
    private final Answering answer;
    private final OutgoingRequest request;
    private final ConnectRetry<EndpointRuntime> retry = new ConnectRetry<>();
    private final boolean proves;

    private @Nullable Attempt attempt;
    private Patience patience = Patience.ENDLESS;
    private boolean triedAfresh;
    private boolean pinned;
    private boolean over;

    Forwarding(
            HttpUpstream upstream,
            Choice choice,
            Exchange exchange,
            Answering answer,
            HttpSource source) {
        this.upstream = upstream;
        this.choice = choice;
        this.policy = choice.policy();
        this.requestNanos = Patience.requestNanos(policy, exchange);
        this.exchange = exchange;
        this.answer = answer;
        this.proves = exchange.request().fields().prove();
        this.request =
                new OutgoingRequest(this, source, upstream.replays(), upstream.loop().brake());
        if (!choice.retries()) {
            request.single();
        }
    }

    HttpSink request() {
        return request;
    }

    void begin() {
        if (Patience.limited(policy, requestNanos)) {
            patience =
                    new Patience(
                            policy,
                            requestNanos,
                            upstream.loop().timeouts(),
                            this::requestTimedOut,
                            this::tryTimedOut);
        }
        policy.retries().firstTry(exchange.startedNanos());
        next(Reuse.ALLOWED);
    }

    private void next(Reuse reuse) {
        if (over) {
            return;
        }
        PinnedConnections.Pinned own = upstream.acquiring().pinned().of(exchange.client(), choice);
        if (own != null) {
            pinned = true;
            request.single();
        }
        Pick pick = own == null ? choice.pick(retry) : own.pick();
        if (pick == null) {
            fail(choice.absence(), Sentences.absent(choice.absence()));
            return;
        }
        exchange.attempted(pick.backend(), pick.endpoint());
        Bound requests = pick.requests();
        boolean room = requests == null || requests.enter();
        Attempt begun = new Attempt(this, pick, room ? requests : null, upstream.loop());
        attempt = begun;
        if (!room) {
            overflow(begun, ProxyError.REQUEST_OVERFLOW);
            return;
        }
        if (proves && (exchange.client() == null || pick.key().engine().shared())) {
            begun.ended();
            fail(ProxyError.CONNECTION_AUTH, Sentences.CONNECTION_AUTH);
            return;
        }
        patience.tryBegins();
        if (own == null) {
            Reuse allowed = proves ? Reuse.FRESH : reuse;
            upstream.acquiring().any(this, begun, allowed, policy.connectMillis());
        } else {
            upstream.acquiring().own(this, begun, own.connection());
        }
    }

    /// Goes by that connection.
    void attach(Attempt begun, HttpConnection connection) {
        ClientConnection client = exchange.client();
        if (proves && client != null) {
            upstream.acquiring().pinned().pin(connection, begun.pick(), client);
        }
        UpstreamCall call = connection.begin(exchange, begun, request);
        begun.on(connection, call);
        answer.source(call);
        GrpcTimeout.shorten(exchange, upstream.loop().ticker());
        request.attach(call, exchange.attempts());
    }

    /// As much is under way there as may be: nobody was asked, and another endpoint may have room.
    void overflow(Attempt refused, ProxyError error) {
        if (isCurrent(refused)) {
            refused.ended();
            if (!elsewhere(Outcome.OVERFLOW)) {
                fail(error, Sentences.overflow(error));
            }
        }
    }

    /// No application saw a byte of this attempt.
    void connectFailed(Attempt failed, ProxyError error) {
        if (!isCurrent(failed)) {
            return;
        }
        failed.ended();
        failed.pick().connectFailed(upstream.loop().ticker().nanoTime());
        request.leave();
        if (!elsewhere(Outcome.CONNECT_FAILURE) && !byPolicy(Outcome.CONNECT_FAILURE)) {
            // Where there is no other endpoint the caller's proxy has one, and goes by this word.
            fail(choice.retries() ? error : choice.absence(), "cannot be connected to");
        }
    }

    boolean isCurrent(Attempt other) {
        return attempt == other && !over;
    }

    /// Whether what no application saw is tried once more.
    private boolean elsewhere(Outcome outcome) {
        return mayMove()
                && request.repeatable()
                && later(upstream.retrying().elsewhere(exchange, retry, outcome));
    }

    /// Whether the policy has this tried once more.
    private boolean byPolicy(Outcome outcome) {
        return later(waitByPolicy(outcome, 0));
    }

    private boolean mayMove() {
        return choice.retries() && !pinned;
    }

    private long waitByPolicy(Outcome outcome, long pauseNanos) {
        return mayMove() && !proves
                ? upstream.retrying()
                        .byPolicy(policy, exchange, request, retry, outcome, pauseNanos)
                : Retrying.NOT;
    }

    /// Begins the next try after that time; false when there is to be none.
    private boolean later(long nanos) {
        if (nanos == Retrying.NOT) {
            return false;
        }
        request.leave();
        patience.tryEnds();
        if (nanos == 0) {
            next(Reuse.ALLOWED);
        } else {
            Runnable again = () -> next(Reuse.ALLOWED);
            upstream.loop().executor().schedule(again, nanos, TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /// An answer that failed came: whether there is another try, and the client is not to see it.
    boolean triesAgain(Attempt failed, Outcome outcome, ResponseHead response) {
        long wait =
                isCurrent(failed)
                        ? waitByPolicy(outcome, RetryAfter.nanos(response.fields()))
                        : Retrying.NOT;
        if (wait != Retrying.NOT) {
            failed.ended();
            failed.abandon();
        }
        return later(wait);
    }

    /// The connection broke before the head of an answer.
    void broken(Attempt failed, ResetReason reason) {
        if (!isCurrent(failed)) {
            return;
        }
        failed.ended();
        request.detach();
        if (reason == ResetReason.UNSUPPORTED) {
            fail(ProxyError.NO_UPGRADE, Sentences.NO_UPGRADE);
            return;
        }
        if (reason == ResetReason.REFUSED && elsewhere(Outcome.REFUSED)) {
            return;
        }
        if (reason == ResetReason.SENDER_GONE && failed.reused() && afresh()) {
            return;
        }
        failed.outcome(Outcome.RESET);
        if (!byPolicy(Outcome.RESET)) {
            ProxyError error =
                    reason == ResetReason.MALFORMED ? ProxyError.BAD_RESPONSE : ProxyError.RESET;
            fail(error, Sentences.broken(error));
        }
    }

    /// A used connection was closed, maybe before anybody saw the request: whether a new one
    /// carries it, which is tried once.
    private boolean afresh() {
        boolean again =
                !triedAfresh
                        && !pinned
                        && request.repeatable()
                        && Idempotent.is(exchange.request().method());
        if (again) {
            triedAfresh = true;
            upstream.retrying().stale(exchange);
            next(Reuse.FRESH);
        }
        return again;
    }

    private void tryTimedOut() {
        Attempt slow = attempt;
        if (over || slow == null || slow.answered()) {
            return;
        }
        giveUp(slow);
        if (!byPolicy(Outcome.TIMEOUT)) {
            fail(ProxyError.TRY_TIMEOUT, Sentences.late(policy.tryNanos(), "perTry"));
        }
    }

    private void requestTimedOut() {
        Attempt slow = attempt;
        if (over) {
            return;
        }
        if (slow != null && slow.answered()) {
            // The client has the head: all that is left is to break the answer off.
            slow.late();
            cancel(slow);
            finish();
            exchange.failed(ProxyError.REQUEST_TIMEOUT);
            answer.reset(ResetReason.IDLE);
            return;
        }
        if (slow != null) {
            giveUp(slow);
        }
        fail(ProxyError.REQUEST_TIMEOUT, Sentences.late(requestNanos, policy));
    }

    /// The endpoint had its time.
    private void giveUp(Attempt slow) {
        if (slow.running()) {
            slow.outcome(Outcome.TIMEOUT);
        }
        cancel(slow);
    }

    private void cancel(Attempt slow) {
        slow.abandon();
        slow.ended();
        request.withdraw(ResetReason.CANCELLED);
    }

    private void fail(ProxyError error, String what) {
        finish();
        answer.answer(
                new Verdict.Answer(error, choice.destination() + " " + what, Verdict.After.KEEP));
        answer.flush();
    }

    /// The client gets this answer: there is no other try.
    void committed(Attempt answered, HttpConnection by, ResponseHead head) {
        upstream.acquiring().pinned().answered(by, answered.pick(), exchange.client(), head);
        if (exchange.tunnelling().grantedBy(head.status())) {
            // What follows is no answer that could be late.
            patience.end();
        }
        patience.tryEnds();
        request.single();
    }

    /// The answer is complete or broken off: what still comes of the request has nowhere to go.
    void answered() {
        finish();
    }

    private void finish() {
        over = true;
        patience.end();
        request.end();
    }

    Answering answer() {
        return answer;
    }

    /// Whether the status of the answer stands in its trailers.
    boolean isCall() {
        return exchange.isCall();
    }

    /// Whether the request asks for bytes both ways.
    boolean tunnels() {
        return exchange.tunnelling() != Tunnelling.NONE;
    }

    /// Whether all of the request so far can be sent again.
    boolean repeatable() {
        return request.repeatable();
    }

    /// Nobody waits for the answer.
    void clientGone() {
        finish();
        Attempt begun = attempt;
        if (begun != null) {
            begun.ended();
        }
    }
}
