package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.Report;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import java.net.InetSocketAddress;

/// A connection to one replica with its two streams. Everything happens on the control loop.
interface Link {
    void send(DeltaDiscoveryRequest request);

    void report(Report report);

    /// Ends the connection; the listener hears nothing more.
    void close();

    /// What a link tells.
    interface Listener {
        /// Requests go out from now on.
        void opened();

        void received(DeltaDiscoveryResponse response);

        void reportTaken();

        /// The connection is over; called once.
        void closed(String why);
    }

    /// Opens links.
    @FunctionalInterface
    interface Dialer {
        /// The listener is called after this has returned.
        Link dial(InetSocketAddress address, Listener listener);
    }
}
