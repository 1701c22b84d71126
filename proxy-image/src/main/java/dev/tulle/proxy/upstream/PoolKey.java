package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;

/// Everything that makes two connections to an endpoint interchangeable. A connection is reused
/// only when all of it is equal: nothing may be sent on one that proved less, or another identity.
public record PoolKey(Address address, Engine engine, Security security, Reach reach) {}
