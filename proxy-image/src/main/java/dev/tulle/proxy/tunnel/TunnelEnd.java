package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;

/// One end of a tunnel. What is written here leaves by its connection; what its connection brings
/// is written to the end that it was joined with. Both ends live on one event loop.
public interface TunnelEnd {
    /// From now on what comes in goes there, first of all what came before.
    void join(TunnelEnd other);

    /// Joins two ends both ways.
    static void pair(TunnelEnd one, TunnelEnd other) {
        one.join(other);
        other.join(one);
    }

    /// Runs one of the tasks, at most once, when something comes in before this end was joined:
    /// bytes, or the end of the connection.
    void onFirst(Runnable bytes, Runnable end);

    /// Takes the bytes over, and what lies in front of them in their buffer; they leave with the
    /// next [#flush].
    void write(ByteBuf bytes);

    void flush();

    /// No byte will follow; those written before still leave.
    void finish();

    /// The tunnel broke: nothing of it matters any more, and the peer shall see that.
    void reset();

    /// Whether more may be written; when it may be again, the other end is told to [#resume].
    boolean writable();

    /// The other end takes bytes again.
    void resume();
}
