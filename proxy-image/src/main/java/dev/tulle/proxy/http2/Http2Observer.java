package dev.tulle.proxy.http2;

/// What happens to connections of HTTP/2 as such, told on the loop that owns them.
public interface Http2Observer {
    /// Whose connection it is.
    enum Peer {
        CLIENT,
        ENDPOINT
    }

    /// We ended a connection for what its peer did; `error` is the name of the code in RFC 9113
    /// section 7.
    void ended(Peer peer, String error);

    /// Observes nothing.
    record None() implements Http2Observer {
        @Override
        public void ended(Peer peer, String error) {}
    }
}
