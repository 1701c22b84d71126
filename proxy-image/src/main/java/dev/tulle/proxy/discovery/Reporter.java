package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;
import dev.tulle.contract.v1.BackendTraffic;
import dev.tulle.contract.v1.IdentityFacts;
import dev.tulle.contract.v1.Report;
import dev.tulle.proxy.runtime.TrafficTotals;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reports as differences of totals. What no discovery took goes into the next report; after five
/// minutes without one it is dropped, for it would lie about the present.
final class Reporter {
    static final Duration KEPT = Duration.ofMinutes(5);
    private static final Counts NONE = new Counts(0, 0);

    private final String podUid;
    private final Supplier<TrafficTotals> totals;
    private final Supplier<Optional<IdentityInUse>> identity;
    private final Clock clock;
    private TrafficTotals reported;
    private long reportedNanos;
    private @Nullable TrafficTotals underWay;

    Reporter(
            String podUid,
            Supplier<TrafficTotals> totals,
            Supplier<Optional<IdentityInUse>> identity,
            Clock clock,
            long nowNanos) {
        this.podUid = podUid;
        this.totals = totals;
        this.identity = identity;
        this.clock = clock;
        this.reported = new TrafficTotals(Map.of(), 0, 0);
        this.reportedNanos = nowNanos;
    }

    /// The next report; empty while discovery has not taken the one before.
    Optional<Report> next(long nowNanos) {
        if (underWay != null) {
            return Optional.empty();
        }
        forgetOld(nowNanos);
        TrafficTotals now = totals.get();
        underWay = now;
        Report.Builder report =
                Report.newBuilder()
                        .setPodUid(podUid)
                        .setCapturedInbound(now.capturedInbound() - reported.capturedInbound())
                        .setCapturedOutbound(now.capturedOutbound() - reported.capturedOutbound());
        now.flows().forEach((flow, counts) -> add(report, flow, counts));
        identity.get().ifPresent(facts -> report.setIdentity(facts(facts)));
        return Optional.of(report.build());
    }

    private void add(Report.Builder report, Flow flow, Counts counts) {
        Counts before = reported.flows().getOrDefault(flow, NONE);
        long requests = since(before.requests(), counts.requests());
        long failures = since(before.failures(), counts.failures());
        if (requests > 0 || failures > 0) {
            report.addBackends(
                    BackendTraffic.newBuilder()
                            .setDestination(flow.destination())
                            .setBackend(flow.backend())
                            .setRule(flow.rule())
                            .setRequests(requests)
                            .setFailures(failures));
        }
    }

    /// A total that is smaller than before was dropped meanwhile and began again.
    private static long since(long before, long now) {
        return now >= before ? now - before : now;
    }

    private IdentityFacts facts(IdentityInUse in) {
        byte[] bundle = HexFormat.of().parseHex(in.bundleSha256());
        return IdentityFacts.newBuilder()
                .setSpiffeId(in.spiffeId())
                .setLeafSerial(in.leafSerial())
                .setLeafIssuer(in.leafIssuer())
                .setLeafNotAfterSeconds(in.notAfter().getEpochSecond())
                .setBundleSequence(in.bundleSequence())
                .setBundleSha256(ByteString.copyFrom(bundle))
                .setClockSeconds(clock.instant().getEpochSecond())
                .build();
    }

    private void forgetOld(long nowNanos) {
        if (nowNanos - reportedNanos > KEPT.toNanos()) {
            reported = totals.get();
            reportedNanos = nowNanos;
        }
    }

    void taken(long nowNanos) {
        if (underWay != null) {
            reported = underWay;
            reportedNanos = nowNanos;
            underWay = null;
        }
    }

    /// The connection went before an answer came.
    void lost() {
        underWay = null;
    }
}
