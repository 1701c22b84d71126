package dev.tulle.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.NoFields;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.listener.Direction;
import dev.tulle.proxy.listener.Refusal;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Workloads;
import dev.tulle.proxy.tls.HandshakeFailure;
import dev.tulle.proxy.tls.TlsObserver;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final LocalWorkload LOCAL = Workloads.web(IpAddress.parse("10.1.0.1"));

    private final MockTicker ticker = Ticker.newMockTicker();
    private final Metrics metrics = new Metrics(2, ticker);

    private String page() {
        return metrics.page(
                () -> new Gauges(Optional.empty(), Optional.empty(), 2, 4_096, 3, true));
    }

    private static Exchange inbound(String peer, int status, long tookNanos) {
        Caller.Remote caller =
                Caller.Remote.of(
                        LOCAL,
                        IpAddress.parse("10.1.0.9"),
                        Address.parse("10.1.0.1:8080"),
                        new InboundPort(8080, Protocol.HTTP1, MtlsMode.STRICT),
                        peer);
        Exchange exchange =
                new Exchange(
                        caller,
                        HttpProtocol.HTTP1,
                        new RequestHead(AsciiString.of("GET"), AsciiString.of("/"), new NoFields()),
                        1);
        exchange.received(100);
        exchange.sent(1_000);
        if (status != 0) {
            exchange.answered(status, 1 + tookNanos / 2);
        }
        exchange.ended(1 + tookNanos);
        return exchange;
    }

    private void advance(long seconds) {
        ticker.advance(seconds, TimeUnit.SECONDS);
    }

    @Test
    void addsRequestsOfAllLoops() {
        metrics.loop(0).requests().ended(inbound("spiffe://cluster.local/a", 200, 3_000_000));
        metrics.loop(1).requests().ended(inbound("spiffe://cluster.local/a", 200, 3_000_000));

        assertThat(page())
                .contains(
                        "# TYPE tulle_proxy_http_requests_total counter\n",
                        "tulle_proxy_http_requests_total{direction=\"inbound\","
                                + "peer=\"spiffe://cluster.local/a\",protocol=\"http1\","
                                + "code=\"200\",tls=\"mesh\"} 2\n",
                        "tulle_proxy_http_request_bytes_total{direction=\"inbound\"} 200\n",
                        "tulle_proxy_http_response_bytes_total{direction=\"inbound\"} 2000\n");
    }

    @Test
    void tellsWhyTheProxyAnsweredByItself() {
        Exchange refused = inbound("", 403, 1_000);
        refused.failed(ProxyError.PLAINTEXT_REFUSED);
        metrics.loop(0).requests().ended(refused);

        assertThat(page()).contains("code=\"403\",error=\"plaintext-refused\",tls=\"none\"} 1\n");
    }

    @Test
    void timesRequestsInBucketsThatDouble() {
        metrics.loop(0).requests().ended(inbound("", 200, 400_000));
        metrics.loop(0).requests().ended(inbound("", 200, 3_000_000));

        assertThat(page())
                .contains(
                        "# TYPE tulle_proxy_http_request_seconds histogram\n",
                        "http_request_seconds_bucket{direction=\"inbound\",le=\"5.0E-4\"} 1\n",
                        "http_request_seconds_bucket{direction=\"inbound\",le=\"0.002\"} 1\n",
                        "http_request_seconds_bucket{direction=\"inbound\",le=\"0.004\"} 2\n",
                        "http_request_seconds_bucket{direction=\"inbound\",le=\"+Inf\"} 2\n",
                        "http_request_seconds_sum{direction=\"inbound\"} 0.0034\n",
                        "http_request_seconds_count{direction=\"inbound\"} 2\n");
    }

    @Test
    void boundsSeriesAndCountsTheRestTogether() {
        int share = SeriesBudget.MOST / 2;
        for (int i = 0; i < share + 50; i++) {
            metrics.loop(0).requests().ended(inbound("spiffe://cluster.local/" + i, 200, 1));
        }

        long series = page().lines().filter(line -> line.contains("http_requests_total{")).count();
        assertThat(series).isLessThanOrEqualTo(share);
        assertThat(page()).containsPattern("http_requests_total\\{direction=\"other\".*} [0-9]+");
    }

    @Test
    void leavesOutIdleSeriesAndGivesTheirPlaceToOthers() {
        int share = SeriesBudget.MOST / 2;
        for (int i = 0; i < share; i++) {
            metrics.loop(0).requests().ended(inbound("spiffe://cluster.local/" + i, 200, 1));
        }
        advance(601);

        Exchange late = inbound("spiffe://cluster.local/late", 200, 602_000_000_000L);
        metrics.loop(0).requests().ended(late);

        assertThat(page())
                .contains("peer=\"spiffe://cluster.local/late\"")
                .doesNotContain("peer=\"spiffe://cluster.local/1\"");
    }

    @Test
    void countsConnectionsAndHandshakes() {
        metrics.loop(0).connections().accepted(Direction.INBOUND);
        metrics.loop(1).connections().accepted(Direction.INBOUND);
        metrics.loop(1).connections().closed(Direction.INBOUND);
        metrics.loop(0).connections().refused(Direction.OUTBOUND, Refusal.LOOP);
        metrics.tls().handshake(TlsObserver.Direction.INBOUND, 2_000_000);
        metrics.tls().failed(TlsObserver.Direction.OUTBOUND, HandshakeFailure.UNKNOWN_CA);

        assertThat(page())
                .contains(
                        "tulle_proxy_connections_accepted_total{direction=\"inbound\"} 2\n",
                        "tulle_proxy_connections_open{direction=\"inbound\"} 1\n",
                        "tulle_proxy_refused_total{direction=\"outbound\",reason=\"loop\"} 1\n",
                        "tulle_proxy_handshake_seconds_count{direction=\"inbound\"} 1\n",
                        "tulle_proxy_handshake_failures_total"
                                + "{direction=\"outbound\",reason=\"unknown_ca\"} 1\n");
        assertThat(metrics.totals().capturedInbound()).isEqualTo(2);
    }

    @Test
    void tellsWhatHappensToConfiguration() {
        metrics.config().connected();
        metrics.config().applied("Destination");
        metrics.config().rejected("Inbound");
        advance(7);

        assertThat(page())
                .contains(
                        "tulle_proxy_discovery_connected 1\n",
                        "tulle_proxy_discovery_last_message_seconds 7\n",
                        "tulle_proxy_config_applied_total{type=\"Destination\"} 1\n",
                        "tulle_proxy_config_rejected_total{type=\"Inbound\"} 1\n",
                        "tulle_proxy_direct_bytes 4096\n",
                        "tulle_proxy_aot_cache 1\n",
                        "tulle_proxy_drops_total{what=\"log\"} 3\n");
    }

    @Test
    void countsWhatWentBeyondABound() {
        Exchange refused = inbound("", 503, 1_000);
        refused.failed(ProxyError.OVERLOADED);
        metrics.loop(0).requests().ended(refused);
        metrics.loop(1).connections().refused(Direction.INBOUND, Refusal.CONNECTION_OVERFLOW);
        metrics.loop(1).delayed(3_000_000);

        assertThat(page())
                .contains(
                        "tulle_proxy_overflow_total{limit=\"connections\"} 1\n",
                        "tulle_proxy_overflow_total{limit=\"requests\"} 1\n",
                        "tulle_proxy_loop_delay_seconds_count 1\n");
    }

    @Test
    void escapesLabelValues() {
        String text =
                new PrometheusText()
                        .gauge(
                                Family.of("x", "X.", "name"),
                                java.util.Map.of(List.of("a\"b\\c\nd"), 1))
                        .toString();

        assertThat(text).contains("tulle_proxy_x{name=\"a\\\"b\\\\c\\nd\"} 1\n");
    }
}
