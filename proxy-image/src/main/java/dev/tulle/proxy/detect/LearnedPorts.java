package dev.tulle.proxy.detect;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long to wait for a client's first byte on a port, learnt from what came of it before: two
/// equal outcomes in a row count, for ten minutes; a server that was not there teaches nothing. It
/// changes the wait, never what is sniffed. Of one event loop.
public final class LearnedPorts<K> {
    static final Duration UNKNOWN = Duration.ofMillis(100);
    static final Duration HTTP = Duration.ofSeconds(1);
    private static final long FORGET_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int MOST = 2_048;

    private final Ticker ticker;
    private final Map<K, Seen> ports = new LinkedHashMap<>(16, 0.75f, true);

    private enum Kind {
        SERVER_FIRST,
        HTTP,
        OTHER
    }

    private record Seen(Kind kind, boolean twice, long atNanos) {}

    public LearnedPorts(Ticker ticker) {
        this.ticker = ticker;
    }

    public Duration silence(K port) {
        Seen seen = ports.get(port);
        if (seen == null || !seen.twice() || forgotten(seen)) {
            return UNKNOWN;
        }
        return switch (seen.kind()) {
            case SERVER_FIRST -> Duration.ZERO;
            case HTTP -> HTTP;
            case OTHER -> UNKNOWN;
        };
    }

    public void learn(K port, Detected detected, DetectReason reason) {
        if (reason == DetectReason.SERVER_ENDED) {
            return;
        }
        Kind kind = kind(detected, reason);
        Seen before = ports.get(port);
        boolean again = before != null && before.kind() == kind && !forgotten(before);
        ports.put(port, new Seen(kind, again, ticker.nanoTime()));
        if (ports.size() > MOST) {
            ports.remove(ports.keySet().iterator().next());
        }
    }

    private boolean forgotten(Seen seen) {
        return ticker.nanoTime() - seen.atNanos() >= FORGET_NANOS;
    }

    private static Kind kind(Detected detected, DetectReason reason) {
        if (reason == DetectReason.SERVER_FIRST) {
            return Kind.SERVER_FIRST;
        }
        return detected == Detected.HTTP1 || detected == Detected.HTTP2 ? Kind.HTTP : Kind.OTHER;
    }
}
