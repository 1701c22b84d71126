package dev.tulle.proxy.discovery;

import dev.tulle.contract.xds.DeltaDiscoveryRequest;

/// Where the requests of one stream go.
@FunctionalInterface
interface RequestSink {
    void send(DeltaDiscoveryRequest request);
}
