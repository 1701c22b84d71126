package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.GrpcStatus;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.MirrorOutcome;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.RuleRuntime;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/// Requests on one loop.
final class RequestMetrics implements RequestObserver {
    static final Family REQUESTS =
            Family.of(
                    "http_requests_total",
                    "Requests that ended.",
                    "direction",
                    "peer",
                    "service",
                    "route",
                    "protocol",
                    "code",
                    "grpc_code",
                    "error",
                    "tls",
                    "backend");
    static final Family SECONDS =
            Family.of(
                    "http_request_seconds",
                    "From the head of the request to the end of the answer.",
                    "direction",
                    "service");
    static final Family HEAD_SECONDS =
            Family.of(
                    "http_response_head_seconds",
                    "From the head of the request to the head of the answer.",
                    "direction",
                    "service");
    static final Family REQUEST_BYTES =
            Family.of("http_request_bytes_total", "Bytes of requests.", "direction", "service");
    static final Family RESPONSE_BYTES =
            Family.of("http_response_bytes_total", "Bytes of answers.", "direction", "service");
    static final Family RETRIES =
            Family.of(
                    "retries_total",
                    "Attempts that failed and were repeated, or were meant to be.",
                    "outcome",
                    "result");

    static final Family MIRRORS =
            Family.of("mirrors_total", "Copies of requests that ended.", "result");

    private final SeriesTable<Cell> mirrors;
    private final SeriesTable<Cell> requests;
    private final SeriesTable<Timing> seconds;
    private final SeriesTable<Timing> headSeconds;
    private final SeriesTable<Cell> requestBytes;
    private final SeriesTable<Cell> responseBytes;
    private final SeriesTable<Cell> retries;
    private final FlowCounts flows;
    private final OverflowMetrics overflows;
    private final TargetNames names;
    private final Ticker ticker;
    private final Labels all = new Labels(10);
    private final Labels two = new Labels(2);
    private final Labels one = new Labels(1);

    RequestMetrics(
            SeriesBudget budget,
            FlowCounts flows,
            OverflowMetrics overflows,
            TargetNames names,
            Ticker ticker) {
        this.requests = SeriesTable.counters(REQUESTS, budget);
        this.seconds = SeriesTable.timings(SECONDS, budget);
        this.headSeconds = SeriesTable.timings(HEAD_SECONDS, budget);
        this.requestBytes = SeriesTable.counters(REQUEST_BYTES, budget);
        this.responseBytes = SeriesTable.counters(RESPONSE_BYTES, budget);
        this.retries = SeriesTable.counters(RETRIES, budget);
        this.mirrors = SeriesTable.counters(MIRRORS, budget);
        this.flows = flows;
        this.overflows = overflows;
        this.names = names;
        this.ticker = ticker;
    }

    @Override
    public void started(Exchange exchange) {}

    @Override
    public void retried(Exchange exchange, Outcome outcome, RetryResult result) {
        long now = ticker.nanoTime();
        retries.at(two.with(0, outcome.word()).with(1, result.word()), now).add(1, now);
    }

    @Override
    public void ended(Exchange exchange) {
        long now = exchange.endedNanos();
        label(exchange);
        requests.at(all, now).add(1, now);
        seconds.at(two, now).add(now - exchange.startedNanos(), now);
        if (exchange.headNanos() != 0) {
            headSeconds.at(two, now).add(exchange.headNanos() - exchange.startedNanos(), now);
        }
        requestBytes.at(two, now).add(exchange.bytesIn(), now);
        responseBytes.at(two, now).add(exchange.bytesOut(), now);
        if (exchange.error() != null) {
            overflows.answered(exchange.error(), now);
        }
        RouteRuntime route = exchange.route();
        BackendRuntime backend = exchange.backend();
        RuleRuntime rule = exchange.rule();
        if (route != null && (backend != null || rule != null)) {
            long failed = failed(exchange) ? 1 : 0;
            flows.count(route.destination(), name(backend), name(rule), failed, now);
        }
    }

    @Override
    public void mirrored(MirrorOutcome outcome) {
        long now = ticker.nanoTime();
        mirrors.at(one.with(0, outcome.word()), now).add(1, now);
    }

    private static String name(@Nullable BackendRuntime backend) {
        return backend == null ? "" : backend.backend().name();
    }

    private static String name(@Nullable RuleRuntime rule) {
        return rule == null ? "" : rule.name();
    }

    private static boolean failed(Exchange exchange) {
        return exchange.error() != null
                || exchange.status() == 0
                || exchange.status() >= 500
                || GrpcStatus.failure(exchange.grpcStatus());
    }

    @Override
    public void malformed(Caller caller, HttpProtocol protocol, int status) {
        long now = ticker.nanoTime();
        two.with(0, direction(caller)).with(1, "");
        all.with(0, direction(caller)).with(1, "").with(2, "").with(3, "").with(4, protocol.word());
        all.with(5, StatusText.of(status)).with(6, "").with(7, "bad-request");
        all.with(8, "").with(9, "");
        requests.at(all, now).add(1, now);
    }

    private void label(Exchange exchange) {
        switch (exchange.caller()) {
            case Caller.Application _ -> outbound(exchange);
            case Caller.Remote remote -> inbound(remote);
        }
        all.with(4, exchange.protocol().word()).with(5, StatusText.of(exchange.status()));
        all.with(6, StatusText.ofGrpc(exchange.grpcStatus()));
        all.with(7, exchange.error() == null ? "" : exchange.error().word());
    }

    private void outbound(Exchange exchange) {
        RouteRuntime route = exchange.route();
        Endpoint endpoint = exchange.endpoint();
        String service = route == null ? "" : names.of(route.destination().target());
        two.with(0, "outbound").with(1, service);
        all.with(0, "outbound").with(1, endpoint == null ? "" : endpoint.spiffeId());
        all.with(2, service).with(3, name(exchange.rule())).with(9, name(exchange.backend()));
        all.with(8, endpoint != null && endpoint.meshed() ? "mesh" : "none");
    }

    private void inbound(Caller.Remote remote) {
        two.with(0, "inbound").with(1, "");
        all.with(0, "inbound").with(1, remote.spiffeId()).with(2, "").with(3, "");
        all.with(8, remote.identified() ? "mesh" : "none").with(9, "");
    }

    private static String direction(Caller caller) {
        return switch (caller) {
            case Caller.Application _ -> "outbound";
            case Caller.Remote _ -> "inbound";
        };
    }

    void addTo(Merged merged) {
        merged.counters(REQUESTS, requests);
        merged.timings(SECONDS, seconds);
        merged.timings(HEAD_SECONDS, headSeconds);
        merged.counters(REQUEST_BYTES, requestBytes);
        merged.counters(RESPONSE_BYTES, responseBytes);
        merged.counters(RETRIES, retries);
        merged.counters(MIRRORS, mirrors);
    }
}
