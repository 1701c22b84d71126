package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;

/// How the request path asks for a destination that it does not know. Called from any loop; the
/// answer is the next configuration that holds the address, or [ConfigTarget#unanswered].
public interface DestinationDemand {
    void wanted(Address destination);
}
