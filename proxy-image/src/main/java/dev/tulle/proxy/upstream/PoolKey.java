package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;
import java.util.function.Predicate;

/// Everything that makes two connections to an endpoint interchangeable. A connection is reused
/// only when all of it is equal: nothing may be sent on one that proved less, or another identity.
public record PoolKey(Address address, Engine engine, Security security, Reach reach) {
    /// Whether it leads over the network to an address that is not wanted any more.
    boolean unwanted(Predicate<Address> wanted) {
        return reach == Reach.NETWORK && !wanted.test(address);
    }
}
