package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection of the own application on its way to some endpoint: the end that the application's
/// connection is joined with before it is known which endpoint takes it.
///
/// Bytes are kept, up to 64 KiB, until an endpoint has opened the tunnel; an endpoint that refuses
/// is replaced by another, which gets the same bytes from the first on. Nothing is lost or doubled,
/// for the one that refused has handed none of them to an application.
public final class TunnelCall implements TunnelEnd {
    private final Hello hello;
    private final Consumer<ResetReason> refused;
    private final Opening opening = new Opening();
    private boolean opened;
    private boolean over;
    private @Nullable TunnelEnd application;
    private @Nullable TunnelEnd carrier;
    private @Nullable Runnable firstBytes;
    private @Nullable Runnable firstEnd;

    /// `refused` is told when an endpoint refused and another may be attached; the connection to
    /// the first is closed by then.
    public TunnelCall(Hello hello, Consumer<ResetReason> refused) {
        this.hello = hello;
        this.refused = refused;
    }

    /// Whether an endpoint is still wanted: the application has not gone away.
    public boolean wanted() {
        return !over && carrier == null;
    }

    /// Whether some endpoint has opened the tunnel.
    public boolean opened() {
        return opened;
    }

    /// Tries this connection to a meshed endpoint.
    public void attach(FramedClient client) {
        FramedEnd end = client.open(hello, new Answered());
        attached(end);
        opening.replay(end);
    }

    /// Uses this connection to an endpoint outside of the mesh, which is open by being connected.
    public void attach(PlainEnd connected) {
        attached(connected);
        opening.replay(connected);
        open(connected);
    }

    /// No endpoint can be had.
    public void fail() {
        end();
        TunnelEnd app = application;
        Runnable task = firstEnd;
        if (app != null) {
            app.reset();
        } else if (task != null) {
            task.run();
        }
    }

    @Override
    public void join(TunnelEnd other) {
        application = other;
        TunnelEnd to = carrier;
        if (over) {
            other.reset();
        } else if (opened && to != null) {
            to.join(other);
        }
    }

    @Override
    public void onFirst(Runnable bytes, Runnable end) {
        firstBytes = bytes;
        firstEnd = end;
        TunnelEnd to = carrier;
        if (to != null) {
            to.onFirst(bytes, end);
        }
    }

    @Override
    public void write(ByteBuf bytes) {
        TunnelEnd to = carrier;
        if (over) {
            bytes.release();
        } else if (opened && to != null) {
            to.write(bytes);
        } else if (opening.add(bytes) && to != null) {
            to.write(bytes.retainedDuplicate());
        }
    }

    @Override
    public void flush() {
        TunnelEnd to = carrier;
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public void finish() {
        TunnelEnd to = carrier;
        boolean now = opened || opening.finish();
        if (to != null && now) {
            to.finish();
        }
    }

    @Override
    public void reset() {
        end();
        TunnelEnd to = carrier;
        carrier = null;
        if (to != null) {
            to.reset();
        }
    }

    @Override
    public boolean writable() {
        TunnelEnd to = carrier;
        return (opened && to != null) ? to.writable() : !opening.full();
    }

    @Override
    public void resume() {
        TunnelEnd to = carrier;
        if (to != null) {
            to.resume();
        }
    }

    private void attached(TunnelEnd to) {
        carrier = to;
        Runnable bytes = firstBytes;
        Runnable end = firstEnd;
        if (bytes != null && end != null) {
            to.onFirst(bytes, end);
        }
    }

    private void open(TunnelEnd by) {
        opened = true;
        opening.opened(by);
        TunnelEnd app = application;
        if (app != null) {
            by.join(app);
            app.resume();
        }
    }

    private void end() {
        over = true;
        opening.forget();
    }

    private final class Answered implements FramedClient.Answer {
        @Override
        public void opened() {
            TunnelEnd by = carrier;
            if (by != null && !over) {
                open(by);
            }
        }

        @Override
        public void refused(ResetReason reason) {
            carrier = null;
            if (over) {
                return;
            }
            if (reason.unseen()) {
                refused.accept(reason);
            } else {
                fail();
            }
        }
    }
}
