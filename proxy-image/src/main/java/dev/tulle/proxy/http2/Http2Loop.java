package dev.tulle.proxy.http2;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// What all HTTP/2 connections of one event loop share.
public final class Http2Loop {
    private final Http2Observer observer;
    private final Replies replies = new Replies();
    private final Set<Http2Server> servers = Collections.newSetFromMap(new IdentityHashMap<>());

    public Http2Loop(Http2Observer observer) {
        this.observer = observer;
    }

    Http2Observer observer() {
        return observer;
    }

    Replies replies() {
        return replies;
    }

    void opened(Http2Server server) {
        servers.add(server);
    }

    void closed(Http2Server server) {
        servers.remove(server);
    }

    /// The proxy is on its way out, or one step further: clients that are concerned are told.
    public void drain() {
        List.copyOf(servers).forEach(Http2Server::drainIfDue);
    }
}
