package dev.tulle.proxy.runtime;

import java.util.Map;

/// What went where since the start of the proxy: requests, and connections where there are no
/// requests. Totals only grow; who reports takes differences.
public record TrafficTotals(Map<Flow, Counts> flows, long capturedInbound, long capturedOutbound) {
    public TrafficTotals {
        flows = Map.copyOf(flows);
    }

    /// What the application named, `<namespace>/<service>:<port>`, the backend that was chosen and
    /// the rule that took the request; the last two are empty where there is none.
    public record Flow(String destination, String backend, String rule) {}

    /// Requests, and how many of them failed.
    public record Counts(long requests, long failures) {}
}
