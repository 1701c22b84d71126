package dev.tulle.proxy.http1;

import dev.tulle.proxy.runtime.Wheel;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.HttpEngines;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;

/// HTTP/1 engines of one event loop.
public final class Http1Engines implements HttpEngines {
    private final Http1Loop http1;
    private final Wheel wheel;

    public Http1Engines(Http1Loop http1, Wheel wheel) {
        this.http1 = http1;
        this.wheel = wheel;
    }

    @Override
    public HttpConnection create(PoolKey key, HttpPools pools) {
        return new Http1Client(key, pools, http1, wheel);
    }
}
