package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.EndpointRuntime;

/// The port of the own application that was called. There is no other: when it cannot be connected
/// to, the caller's proxy tries another pod.
public final class OwnApplication implements Choice {
    private final Pick pick;

    public OwnApplication(Address called, Engine engine) {
        this.pick =
                Pick.only(new PoolKey(called, engine, new Security.Plain(), Reach.OWN_APPLICATION));
    }

    public Pick pick() {
        return pick;
    }

    @Override
    public Pick pick(ConnectRetry<EndpointRuntime> retry) {
        return pick;
    }

    @Override
    public boolean admits(Pick before) {
        return before.key().equals(pick.key());
    }

    @Override
    public boolean retries() {
        return false;
    }

    @Override
    public ProxyError absence() {
        return ProxyError.CONNECT_FAILED;
    }

    @Override
    public String destination() {
        return "the application at " + pick.key().address();
    }
}
