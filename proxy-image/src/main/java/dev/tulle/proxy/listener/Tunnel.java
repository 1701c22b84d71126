package dev.tulle.proxy.listener;

import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.tunnel.PlainEnd;
import org.jspecify.annotations.Nullable;

/// One tunnelled connection, for observers. Route and backend are null where there is none: to the
/// own application and to the outside.
public final class Tunnel {
    private final Direction direction;
    private final @Nullable RouteRuntime route;
    private final PlainEnd plain;
    private final long startedNanos;
    private @Nullable BackendRuntime backend;
    private boolean connected;

    Tunnel(Direction direction, @Nullable RouteRuntime route, PlainEnd plain, long startedNanos) {
        this.direction = direction;
        this.route = route;
        this.plain = plain;
        this.startedNanos = startedNanos;
    }

    public Direction direction() {
        return direction;
    }

    public @Nullable RouteRuntime route() {
        return route;
    }

    public @Nullable BackendRuntime backend() {
        return backend;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /// Whether somebody took the connection.
    public boolean connected() {
        return connected;
    }

    /// Bytes that the application on our side of the tunnel sent.
    public long bytesFromPlain() {
        return plain.bytesRead();
    }

    /// Bytes that it was sent.
    public long bytesToPlain() {
        return plain.bytesWritten();
    }

    void connectedTo(@Nullable BackendRuntime to) {
        backend = to;
        connected = true;
    }
}
