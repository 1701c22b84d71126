package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.detect.Detected;
import dev.tulle.proxy.detect.Detection;
import dev.tulle.proxy.listener.ConnectionObserver;
import dev.tulle.proxy.listener.Direction;
import dev.tulle.proxy.listener.Refusal;
import dev.tulle.proxy.listener.Tunnel;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import io.netty.util.concurrent.Ticker;

/// Accepted connections on one loop, and those of them that became tunnels. A tunnel counts towards
/// its backend when it ends: only then it is known whether anybody took it.
final class ConnectionMetrics implements ConnectionObserver {
    private static final Family ACCEPTED =
            Family.of("connections_accepted_total", "Captured connections.", "direction");
    private static final Family OPEN =
            Family.of("connections_open", "Captured connections that are open.", "direction");
    private static final Family REFUSED =
            Family.of("refused_total", "Connections that were refused.", "direction", "reason");
    private static final Family DETECTED =
            Family.of(
                    "detect_total",
                    "What connections were taken for.",
                    "direction",
                    "result",
                    "reason");
    private static final Family DETECT_SECONDS =
            Family.of("detect_seconds", "Until the first bytes were judged.", "direction");
    private static final Family TCP_OPENED =
            Family.of(
                    "tcp_connections_opened_total", "Tunnels that began.", "direction", "service");
    private static final Family TCP_CLOSED =
            Family.of(
                    "tcp_connections_closed_total",
                    "Tunnels that ended.",
                    "direction",
                    "service",
                    "cause");
    private static final Family TCP_OPEN =
            Family.of("tcp_open", "Tunnels that are open.", "direction");
    private static final Family TCP_BYTES =
            Family.of(
                    "tcp_bytes_total",
                    "Bytes through tunnels, from and to the near application.",
                    "direction",
                    "service",
                    "way");

    private final SeriesTable<Cell> refused;
    private final SeriesTable<Cell> detected;
    private final SeriesTable<Timing> detectSeconds;
    private final SeriesTable<Cell> tcpOpened;
    private final SeriesTable<Cell> tcpClosed;
    private final SeriesTable<Cell> tcpBytes;
    private final FlowCounts flows;
    private final OverflowMetrics overflows;
    private final TargetNames names;
    private final Ticker ticker;
    private final Labels one = new Labels(1);
    private final Labels two = new Labels(2);
    private final Labels three = new Labels(3);
    private final Side inbound = new Side();
    private final Side outbound = new Side();

    /// Numbers of one direction.
    private static final class Side {
        private long accepted;
        private long closed;
        private long tunnelsOpened;
        private long tunnelsClosed;
    }

    ConnectionMetrics(
            SeriesBudget budget,
            FlowCounts flows,
            OverflowMetrics overflows,
            TargetNames names,
            Ticker ticker) {
        this.refused = SeriesTable.counters(REFUSED, budget);
        this.detected = SeriesTable.counters(DETECTED, budget);
        this.detectSeconds = SeriesTable.timings(DETECT_SECONDS, budget);
        this.tcpOpened = SeriesTable.counters(TCP_OPENED, budget);
        this.tcpClosed = SeriesTable.counters(TCP_CLOSED, budget);
        this.tcpBytes = SeriesTable.counters(TCP_BYTES, budget);
        this.flows = flows;
        this.overflows = overflows;
        this.names = names;
        this.ticker = ticker;
    }

    long capturedBy(Direction direction) {
        return side(direction).accepted;
    }

    private Side side(Direction direction) {
        return switch (direction) {
            case INBOUND -> inbound;
            case OUTBOUND -> outbound;
        };
    }

    static String word(Direction direction) {
        return switch (direction) {
            case INBOUND -> "inbound";
            case OUTBOUND -> "outbound";
        };
    }

    private static String word(Detected detected) {
        return switch (detected) {
            case HTTP1 -> "http1";
            case HTTP2 -> "http2";
            case OPAQUE -> "opaque";
            case APPLICATION_TLS -> "application-tls";
            case MESH_TLS -> "mesh-tls";
            case REFUSED -> "refused";
        };
    }

    @Override
    public void accepted(Direction direction) {
        side(direction).accepted++;
    }

    @Override
    public void closed(Direction direction) {
        side(direction).closed++;
    }

    @Override
    public void refused(Direction direction, Refusal refusal) {
        long now = ticker.nanoTime();
        refused.at(two.with(0, word(direction)).with(1, refusal.word()), now).add(1, now);
        overflows.refused(refusal, now);
    }

    @Override
    public void detected(Direction direction, Detection detection) {
        long now = ticker.nanoTime();
        three.with(0, word(direction));
        three.with(1, word(detection.detected())).with(2, detection.reason().word());
        detected.at(three, now).add(1, now);
        long took = detection.took().toNanos();
        detectSeconds.at(one.with(0, word(direction)), now).add(took, now);
    }

    @Override
    public void tunnelOpened(Tunnel tunnel) {
        long now = ticker.nanoTime();
        side(tunnel.direction()).tunnelsOpened++;
        two.with(0, word(tunnel.direction())).with(1, service(tunnel));
        tcpOpened.at(two, now).add(1, now);
    }

    @Override
    public void tunnelClosed(Tunnel tunnel) {
        long now = ticker.nanoTime();
        side(tunnel.direction()).tunnelsClosed++;
        three.with(0, word(tunnel.direction())).with(1, service(tunnel));
        tcpClosed
                .at(three.with(2, tunnel.connected() ? "ended" : "connect-failed"), now)
                .add(1, now);
        tcpBytes.at(three.with(2, "from"), now).add(tunnel.bytesFromPlain(), now);
        tcpBytes.at(three.with(2, "to"), now).add(tunnel.bytesToPlain(), now);
        RouteRuntime route = tunnel.route();
        BackendRuntime backend = tunnel.backend();
        if (route != null && backend != null) {
            long failed = tunnel.connected() ? 0 : 1;
            flows.count(route.destination(), backend.backend().name(), "", failed, now);
        }
    }

    private String service(Tunnel tunnel) {
        RouteRuntime route = tunnel.route();
        return route == null ? "" : names.of(route.destination().target());
    }

    void addTo(Merged merged) {
        for (Direction direction : Direction.values()) {
            Side side = side(direction);
            String word = word(direction);
            merged.counter(ACCEPTED, side.accepted, word);
            merged.gauge(OPEN, side.accepted - side.closed, word);
            merged.gauge(TCP_OPEN, side.tunnelsOpened - side.tunnelsClosed, word);
        }
        merged.counters(REFUSED, refused);
        merged.counters(DETECTED, detected);
        merged.timings(DETECT_SECONDS, detectSeconds);
        merged.counters(TCP_OPENED, tcpOpened);
        merged.counters(TCP_CLOSED, tcpClosed);
        merged.counters(TCP_BYTES, tcpBytes);
    }
}
