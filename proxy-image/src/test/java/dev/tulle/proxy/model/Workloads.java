package dev.tulle.proxy.model;

import java.util.List;

/// Pods for tests that want one and do not mind which.
public final class Workloads {
    private Workloads() {}

    /// `web` of the namespace `shop`, running at those addresses.
    public static LocalWorkload web(IpAddress... addresses) {
        return new LocalWorkload(
                "uid-1",
                "shop",
                "web-1",
                "Deployment",
                "web",
                "web",
                "spiffe://cluster.local/ns/shop/sa/web",
                "cluster.local",
                List.of(addresses),
                "node-1",
                List.of(),
                "",
                "shop/aa",
                List.of(),
                LocalWorkload.Life.RUNNING);
    }
}
