package dev.tulle.proxy.http2;

import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.HttpEngines;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;

/// HTTP/2 engines of one event loop.
public final class Http2Engines implements HttpEngines {
    private final Http2Loop http2;
    private final Loop loop;

    public Http2Engines(Http2Loop http2, Loop loop) {
        this.http2 = http2;
        this.loop = loop;
    }

    @Override
    public HttpConnection create(PoolKey key, HttpPools pools) {
        return Http2Client.of(key, pools.shared(), http2, loop);
    }
}
