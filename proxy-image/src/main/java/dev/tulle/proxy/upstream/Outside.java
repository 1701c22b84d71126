package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.EndpointRuntime;

/// An address outside of the mesh: the connection goes on to where it was made to.
public final class Outside implements Choice {
    private final Pick pick;

    public Outside(Address called) {
        this.pick = Pick.only(new PoolKey(called, Engine.TCP, new Security.Plain(), Reach.NETWORK));
    }

    @Override
    public Pick pick(ConnectRetry<EndpointRuntime> retry) {
        return pick;
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
        return pick.key().address().toString();
    }
}
