package dev.tulle.operator.report;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tulle.contract.v1.BackendTraffic;
import dev.tulle.contract.v1.IdentityFacts;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPublisherTest {

    private static final Standing ACKED = new Standing.Acked();

    private long now;
    private boolean refusing;
    private final List<ConfigMap> written = new ArrayList<>();
    private final Reporting reporting =
            Reporting.of(
                    new Replica("tulle-system", "discovery-a", "uid-a"),
                    new Reporting.Outside(this::write, Runnable::run, Runnable::run),
                    () -> now,
                    () -> 1_000);
    private final FakeCluster cluster = new FakeCluster();

    @Test
    void writesAConfigMapThatGoesWithItsPod() {
        reporting.acks().seen(new SourceGeneration("split", 3));
        turnAfter(Duration.ZERO);
        turnAfter(Duration.ofMillis(200));

        ConfigMap map = only("tulle-report-discovery-a");
        assertThat(map.getMetadata().getNamespace()).isEqualTo("tulle-system");
        assertThat(map.getMetadata().getLabels()).containsEntry("mesh.tulle.dev/report", "report");
        assertThat(map.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.getKind()).isEqualTo("Pod");
                    assertThat(owner.getUid()).isEqualTo("uid-a");
                });
        assertThat(report(map).objects())
                .extracting(Report.ObjectRow::uid, Report.ObjectRow::generation)
                .containsExactly(tuple("split", 3L));
        assertThat(reporting.publisher().hasPublished()).isTrue();
    }

    @Test
    void writesNothingWhenNothingHasChanged() {
        reporting.acks().seen(new SourceGeneration("split", 3));
        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(5));
        int before = written.size();

        for (int i = 0; i < 60; i++) {
            turnAfter(Duration.ofSeconds(10));
        }

        assertThat(written).hasSize(before);
    }

    @Test
    void writesAgainWhenTheApiServerRefused() {
        refusing = true;
        reporting.acks().seen(new SourceGeneration("split", 3));
        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(1));
        boolean published = reporting.publisher().hasPublished();

        refusing = false;
        turnAfter(Duration.ofSeconds(3));

        assertThat(published).isFalse();
        assertThat(report(only("tulle-report-discovery-a")).objects()).hasSize(1);
    }

    @Test
    void saysHowLongTheLeaderHasNotHeardOfAChange() {
        turnAfter(Duration.ofSeconds(1));
        turnAfter(Duration.ofSeconds(1));
        Duration quiet = reporting.publisher().age();

        refusing = true;
        reporting.acks().seen(new SourceGeneration("split", 3));
        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(4));
        turnAfter(Duration.ofSeconds(4));
        Duration refused = reporting.publisher().age();
        refusing = false;
        turnAfter(Duration.ofSeconds(3));

        assertThat(quiet).isZero();
        assertThat(refused).isEqualTo(Duration.ofSeconds(8));
        assertThat(reporting.publisher().age()).isZero();
    }

    @Test
    void countsEndpointsAndRequestsOfEachBackendOfASplit() {
        cluster.service("web", 80);
        cluster.service("web-canary", 80);
        cluster.slice("web", SliceView.State.READY, "10.0.0.1", "10.0.0.2");
        SplitView split =
                cluster.split("web", "web", backend("web", 90), backend("web-canary", 10));
        ViewChange change = cluster.put(split);
        reporting.publisher().viewChanged(change);
        reporting.proxies().connected("uid-p", "0.1.0");
        reporting.proxies().received(traffic("shop/web:80", "shop/web:80", 88), now);
        reporting.proxies().received(traffic("shop/web:80", "shop/web-canary:80", 12), now);
        reporting.proxies().received(traffic("shop/other:80", "shop/web:80", 1_000), now);
        reporting.acks().seen(new SourceGeneration("web-uid", 1));
        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(1));

        assertThat(report(only("tulle-report-discovery-a")).splits())
                .containsExactly(
                        new Report.SplitRow(
                                "web-uid",
                                List.of(
                                        new Report.BackendRow("web", 2, 88),
                                        new Report.BackendRow("web-canary", 0, 12)),
                                null));
    }

    @Test
    void keepsARosterOfWhoIsConnectedAndWithWhichIdentity() {
        reporting.proxies().connected("uid-p", "0.1.0");
        reporting
                .proxies()
                .received(
                        dev.tulle.contract.v1.Report.newBuilder()
                                .setPodUid("uid-p")
                                .setIdentity(
                                        IdentityFacts.newBuilder()
                                                .setLeafIssuer("issuer-1")
                                                .setClockSeconds(1_007))
                                .build(),
                        now);
        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(1));

        Roster roster =
                new ReportCodec()
                        .decodeRoster(
                                Base64.getDecoder()
                                        .decode(
                                                only("tulle-roster-discovery-a")
                                                        .getBinaryData()
                                                        .get("roster")));
        assertThat(roster)
                .isEqualTo(
                        Roster.of(
                                "discovery-a",
                                List.of(new Roster.Proxy("uid-p", "0.1.0", "issuer-1", "", 7))));
    }

    @Test
    void dropsAStaleProxyThatAnotherReplicaHas() {
        ProxyRef proxy = new ProxyRef("uid-p", "shop/p");
        reporting
                .acks()
                .move(
                        proxy,
                        Claim.NONE,
                        new Claim(List.of(new SourceGeneration("split", 1)), ACKED));
        reporting.acks().disconnected("uid-p");
        byte[] elsewhere =
                new ReportCodec()
                        .encode(
                                Roster.of(
                                        "discovery-b",
                                        List.of(new Roster.Proxy("uid-p", "", "", "", 0))));

        reporting.publisher().viewChanged(cluster.put(ConfigMaps.of(ReportForm.ROSTER, elsewhere)));

        assertThat(reporting.acks().rows()).isEmpty();
    }

    private void turnAfter(Duration time) {
        now += time.toNanos();
        reporting.publisher().turn();
    }

    private void write(ConfigMap map) {
        if (refusing) {
            throw new IllegalStateException("no API server, on purpose");
        }
        written.add(map);
    }

    private ConfigMap only(String name) {
        List<ConfigMap> maps =
                written.stream().filter(map -> map.getMetadata().getName().equals(name)).toList();
        assertThat(maps).as("ConfigMaps %s that were written", name).hasSize(1);
        return maps.getFirst();
    }

    private static Report report(ConfigMap map) {
        return new ReportCodec()
                .decodeReport(Base64.getDecoder().decode(map.getBinaryData().get("report")));
    }

    private static dev.tulle.contract.v1.Report traffic(
            String destination, String backend, long requests) {
        return dev.tulle.contract.v1.Report.newBuilder()
                .setPodUid("uid-p")
                .addBackends(
                        BackendTraffic.newBuilder()
                                .setDestination(destination)
                                .setBackend(backend)
                                .setRequests(requests))
                .build();
    }
}
