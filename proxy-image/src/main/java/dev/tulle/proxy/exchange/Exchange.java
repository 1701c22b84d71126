package dev.tulle.proxy.exchange;

import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.RoutePolicy;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.RuleRuntime;
import dev.tulle.proxy.runtime.StickySession;
import org.jspecify.annotations.Nullable;

/// One request and its answer: a plain object that belongs to one event loop and is never reused.
/// It keeps what observers ask for at its end; engines write the progress, nobody else does.
public final class Exchange {
    private static final long IDLE_NANOS = Timeouts.IDLE.toNanos();

    private final Caller caller;
    private final HttpProtocol protocol;
    private RequestHead request;
    private final long startedNanos;

    private long idleNanos;
    private @Nullable ClientConnection client;
    private @Nullable RouteRuntime route;
    private @Nullable RuleRuntime rule;
    private @Nullable StickySession session;
    private @Nullable BackendRuntime backend;
    private @Nullable Endpoint endpoint;
    private int attempts;
    private int status;
    private int grpcStatus = GrpcStatus.NONE;
    private Tunnelling tunnelling = Tunnelling.NONE;
    private boolean admitted;
    private boolean call;
    private long callNanos;
    private @Nullable ProxyError error;
    private long headNanos;
    private long endedNanos;
    private long bytesIn;
    private long bytesOut;

    public Exchange(Caller caller, HttpProtocol protocol, RequestHead request, long startedNanos) {
        this.caller = caller;
        this.protocol = protocol;
        this.request = request;
        this.startedNanos = startedNanos;
        this.idleNanos =
                caller instanceof Caller.Remote remote
                        ? remote.port().idle().toNanos()
                        : IDLE_NANOS;
    }

    public Caller caller() {
        return caller;
    }

    /// How the request came; the engine at the other end may speak another one.
    public HttpProtocol protocol() {
        return protocol;
    }

    /// Null where the connection that it came by carries many requests at once, or there is none.
    public @Nullable ClientConnection client() {
        return client;
    }

    /// Told by the engine that read the request, before anybody looks at it.
    public void by(ClientConnection connection) {
        client = connection;
    }

    /// As it came until filters have changed it, then as it is sent on.
    public RequestHead request() {
        return request;
    }

    public void rewrite(RequestHead to) {
        request = to;
    }

    public Tunnelling tunnelling() {
        return tunnelling;
    }

    /// Told by the engine that read the request, before anybody looks at it.
    public void asksFor(Tunnelling asked) {
        tunnelling = asked;
    }

    /// Whether it counts among the requests that are under way.
    boolean admitted() {
        return admitted;
    }

    void admit() {
        admitted = true;
    }

    /// Whether it is a call of gRPC, whose status stands in trailers.
    public boolean isCall() {
        return call;
    }

    /// How long the caller of a call waits, 0 when it does not say.
    public long callNanos() {
        return callNanos;
    }

    /// Told by the engine that read the request, before anybody looks at it.
    public void calls(long withinNanos) {
        call = true;
        callNanos = withinNanos;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /// How long nothing of it may move, 0 for ever.
    public long idleNanos() {
        return idleNanos;
    }

    /// The destination that the request was routed by; null for requests to the own application.
    public @Nullable RouteRuntime route() {
        return route;
    }

    /// The rule that took the request; null when there is none.
    public @Nullable RuleRuntime rule() {
        return rule;
    }

    /// Where the client's requests stay; null where each chooses anew.
    public @Nullable StickySession session() {
        return session;
    }

    /// The backend that the request was given to; null for requests to the own application and
    /// before the choice.
    public @Nullable BackendRuntime backend() {
        return backend;
    }

    /// The endpoint of the last attempt; null where there is no backend.
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    public int attempts() {
        return attempts;
    }

    /// Status of the final answer, 0 when none was sent.
    public int status() {
        return status;
    }

    /// Code of the answer to a gRPC call, [GrpcStatus#NONE] when there was none.
    public int grpcStatus() {
        return grpcStatus;
    }

    /// Null when the answer is not the proxy's own.
    public @Nullable ProxyError error() {
        return error;
    }

    /// When the head of the final answer came, 0 when none did.
    public long headNanos() {
        return headNanos;
    }

    public long endedNanos() {
        return endedNanos;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public void routed(RouteRuntime by) {
        route = by;
        idleNanos = by.policy().idleNanos();
    }

    public void ruled(RuleRuntime by) {
        rule = by;
        RoutePolicy policy = by.policy();
        if (policy != null) {
            idleNanos = policy.idleNanos();
        }
    }

    public void stays(@Nullable StickySession in) {
        session = in;
    }

    public void attempted(@Nullable BackendRuntime toBackend, @Nullable Endpoint toEndpoint) {
        backend = toBackend;
        endpoint = toEndpoint;
        attempts++;
    }

    public void answered(int withStatus, long nowNanos) {
        status = withStatus;
        headNanos = nowNanos;
    }

    public void grpcAnswered(int code) {
        grpcStatus = code;
    }

    public void failed(ProxyError with) {
        error = with;
    }

    public void received(long bytes) {
        bytesIn += bytes;
    }

    public void sent(int bytes) {
        bytesOut += bytes;
    }

    public void ended(long nowNanos) {
        endedNanos = nowNanos;
    }
}
