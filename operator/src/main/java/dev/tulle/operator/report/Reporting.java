package dev.tulle.operator.report;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Everything of this room that a discovery replica runs, all of it on the thread of the view.
///
/// @param acks who has acknowledged what
/// @param proxies what proxies say about themselves
/// @param publisher tells the leader
public record Reporting(AckTable acks, ProxyReports proxies, ReportPublisher publisher) {

    /// Where the parts meet the world.
    ///
    /// @param writer writes a ConfigMap, throws when it cannot
    /// @param writing where the writer is called
    /// @param viewThread the thread of the view
    public record Outside(Consumer<ConfigMap> writer, Executor writing, Executor viewThread) {}

    public static Reporting of(
            Replica replica, Outside outside, LongSupplier nanos, LongSupplier epochSeconds) {
        AckTable acks = new AckTable(epochSeconds);
        ProxyReports proxies = new ProxyReports(epochSeconds);
        Outbox.Writing writing =
                new Outbox.Writing(outside.writer(), outside.writing(), outside.viewThread());
        return new Reporting(
                acks, proxies, new ReportPublisher(replica, acks, proxies, writing, nanos));
    }
}
