package dev.tulle.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

    /// A connection has failed by this; one that is just gone says nothing of its peer.
    default void failed(Peer peer, Throwable cause, @Nullable Http2Exception error) {
        if (!(cause instanceof IOException)) {
            ended(peer, (error == null ? Http2Error.INTERNAL_ERROR : error.error()).name());
        }
    }

    /// Observes nothing.
    record None() implements Http2Observer {
        @Override
        public void ended(Peer peer, String error) {}
    }
}
