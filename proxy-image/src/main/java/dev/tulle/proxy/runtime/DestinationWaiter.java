package dev.tulle.proxy.runtime;

/// Somebody who called an address that was not known yet; one of the methods is called once.
public interface DestinationWaiter {
    void known(RouteRuntime route);

    /// Discovery cannot answer now.
    void unavailable();

    /// Too many wait for the same address.
    void overflow();
}
