package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.BackendTraffic;
import dev.tulle.contract.v1.Report;
import dev.tulle.proxy.runtime.TrafficTotals;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

    private TrafficTotals totals = totals(0, 0);
    private final Reporter reporter =
            new Reporter(
                    "u1",
                    () -> totals,
                    () ->
                            Optional.of(
                                    new IdentityInUse(
                                            "spiffe://cluster.local/ns/shop/sa/web",
                                            "5f",
                                            "CN=issuer",
                                            NOW.plusSeconds(60),
                                            3,
                                            "9c0d")),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    0);

    private static TrafficTotals totals(long requests, long failures) {
        return new TrafficTotals(
                Map.of(
                        new Flow("shop/web:80", "shop/web-v1:80", ""),
                        new Counts(requests, failures)),
                requests,
                2 * requests);
    }

    private Report next(long seconds) {
        return reporter.next(seconds * SECOND).orElseThrow();
    }

    @Test
    void reportsDifferencesSinceTheReportThatWasTaken() {
        totals = totals(10, 1);
        assertThat(next(10).getBackends(0).getRequests()).isEqualTo(10);
        reporter.taken(10 * SECOND);
        totals = totals(15, 1);

        Report report = next(20);

        assertThat(report.getBackendsList())
                .containsExactly(
                        BackendTraffic.newBuilder()
                                .setDestination("shop/web:80")
                                .setBackend("shop/web-v1:80")
                                .setRequests(5)
                                .build());
        assertThat(report.getCapturedInbound()).isEqualTo(5);
        assertThat(report.getCapturedOutbound()).isEqualTo(10);
    }

    @Test
    void reportsAgainWhatWasLostUnderWay() {
        totals = totals(10, 0);
        next(10);
        reporter.lost();
        totals = totals(12, 0);

        assertThat(next(20).getBackends(0).getRequests()).isEqualTo(12);
    }

    @Test
    void waitsForDiscoveryToTakeTheReportBefore() {
        next(10);

        assertThat(reporter.next(20 * SECOND)).isEmpty();
    }

    @Test
    void dropsWhatIsOlderThanFiveMinutes() {
        totals = totals(10, 0);

        Report report = next(301);

        assertThat(report.getBackendsList()).isEmpty();
        assertThat(report.getIdentity().getBundleSequence()).isEqualTo(3);
    }

    @Test
    void tellsIdentityInUse() {
        Report report = next(10);

        assertThat(report.getPodUid()).isEqualTo("u1");
        assertThat(report.getIdentity().getLeafSerial()).isEqualTo("5f");
        assertThat(report.getIdentity().getLeafNotAfterSeconds())
                .isEqualTo(NOW.getEpochSecond() + 60);
        assertThat(report.getIdentity().getBundleSha256().toByteArray())
                .containsExactly(0x9c, 0x0d);
        assertThat(report.getIdentity().getClockSeconds()).isEqualTo(NOW.getEpochSecond());
    }
}
