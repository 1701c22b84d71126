package dev.tulle.proxy.exchange;

/// The connection that a request came by, where it carries one request after another: connections
/// to endpoints may belong to it alone, and then they end with it and it ends with them.
public interface ClientConnection {
    /// Takes no more requests, and ends behind the answer that is under way.
    void end();

    /// Calls that once it is gone.
    void whenGone(Runnable then);
}
