package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.http2.Http2Observer;
import io.netty.util.concurrent.Ticker;
import java.util.Locale;

/// Connections of HTTP/2 on one loop that were ended for what their peer did.
final class Http2Metrics implements Http2Observer {
    private static final Family ENDED =
            Family.of(
                    "http2_connections_ended_total",
                    "Connections that we ended with an error of HTTP/2.",
                    "peer",
                    "error");

    private final SeriesTable<Cell> ended;
    private final Ticker ticker;
    private final Labels two = new Labels(2);

    Http2Metrics(SeriesBudget budget, Ticker ticker) {
        this.ended = SeriesTable.counters(ENDED, budget);
        this.ticker = ticker;
    }

    @Override
    public void ended(Peer peer, String error) {
        long now = ticker.nanoTime();
        two.with(0, word(peer)).with(1, error.toLowerCase(Locale.ROOT).replace('_', '-'));
        ended.at(two, now).add(1, now);
    }

    private static String word(Peer peer) {
        return switch (peer) {
            case CLIENT -> "client";
            case ENDPOINT -> "endpoint";
        };
    }

    void addTo(Merged merged) {
        merged.counters(ENDED, ended);
    }
}
