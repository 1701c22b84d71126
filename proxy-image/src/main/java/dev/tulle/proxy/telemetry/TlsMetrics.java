package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.tls.HandshakeFailure;
import dev.tulle.proxy.tls.TlsObserver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Handshakes of all loops. They are rare beside requests, so the loops share striped counters
/// here.
final class TlsMetrics implements TlsObserver {
    private static final Family SECONDS =
            Family.of("handshake_seconds", "Mesh TLS handshakes that succeeded.", "direction");
    private static final Family FAILURES =
            Family.of(
                    "handshake_failures_total",
                    "Mesh TLS handshakes that failed.",
                    "direction",
                    "reason");
    private static final Family RELOADS =
            Family.of("identity_reloads_total", "Identity files that had changed.", "result");
    private final SharedTiming inboundSeconds = new SharedTiming();
    private final SharedTiming outboundSeconds = new SharedTiming();
    private final EnumCounts<HandshakeFailure> inboundFailures =
            new EnumCounts<>(HandshakeFailure.class);
    private final EnumCounts<HandshakeFailure> outboundFailures =
            new EnumCounts<>(HandshakeFailure.class);
    private final EnumCounts<Reload> reloads = new EnumCounts<>(Reload.class);

    @Override
    public void handshake(Direction direction, long nanos) {
        switch (direction) {
            case INBOUND -> inboundSeconds.add(nanos);
            case OUTBOUND -> outboundSeconds.add(nanos);
        }
    }

    @Override
    public void failed(Direction direction, HandshakeFailure reason) {
        switch (direction) {
            case INBOUND -> inboundFailures.increment(reason);
            case OUTBOUND -> outboundFailures.increment(reason);
        }
    }

    @Override
    public void reloaded(Reload result) {
        reloads.increment(result);
    }

    void writeTo(PrometheusText text) {
        Map<List<String>, Timing.Sum> timed = new TreeMap<>(SeriesOrder.BY_VALUES);
        timed.put(List.of("inbound"), inboundSeconds.sum());
        timed.put(List.of("outbound"), outboundSeconds.sum());
        text.histogram(SECONDS, timed);
        Map<List<String>, Long> failed = new TreeMap<>(SeriesOrder.BY_VALUES);
        inboundFailures.addTo(failed, reason -> List.of("inbound", reason.word()));
        outboundFailures.addTo(failed, reason -> List.of("outbound", reason.word()));
        text.counter(FAILURES, failed);
        Map<List<String>, Long> reloaded = new TreeMap<>(SeriesOrder.BY_VALUES);
        reloads.addTo(reloaded, result -> List.of(result.name().toLowerCase(Locale.ROOT)));
        text.counter(RELOADS, reloaded);
    }
}
