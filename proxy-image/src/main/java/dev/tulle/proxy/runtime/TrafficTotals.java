package dev.tulle.proxy.runtime;

import java.util.Map;

/// What went where since the start of the proxy: requests, and connections where there are no
/// requests. Totals only grow; who reports takes differences.
public record TrafficTotals(Map<Flow, Counts> flows, long capturedInbound, long capturedOutbound) {
    public TrafficTotals {
        flows = Map.copyOf(flows);
    }

    /// What the application named, `<namespace>/<service>:<port>`, and the backend that was chosen.
    public record Flow(String destination, String backend) {}

    /// Requests, and how many of them failed.
    public record Counts(long requests, long failures) {}
}
