package dev.tulle.proxy.upstream;

/// Makes the engine of a connection that is to be opened.
public interface HttpEngines {
    HttpConnection create(PoolKey key, HttpPools pools);
}
