package dev.tulle.operator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportReaderTest {

    private final ReportReader reader = new ReportReader();
    private ClusterView view = ClusterView.empty();

    @Test
    void namesTheObjectsOfANewReport() {
        assertThat(reader.read(put(report(1)))).containsExactly("split");
        assertThat(reader.reports().rows("split")).containsOnlyKeys("discovery-b");
    }

    @Test
    void answersTheSameForOneChangeHoweverOftenItIsAsked() {
        ViewChange change = put(report(1));

        assertThat(reader.read(change)).isEqualTo(reader.read(change)).containsExactly("split");
    }

    @Test
    void namesNothingWhenTheNumbersAreTheSame() {
        reader.accept(put(report(1)));

        assertThat(reader.read(put(report(1)))).isEmpty();
    }

    @Test
    void forgetsAReplicaWhoseReportIsGone() {
        ConfigMapView map = ConfigMaps.of(ReportForm.REPORT, report(1));
        reader.accept(change(new ViewEvent.Present(map)));

        ViewChange gone = change(new ViewEvent.Gone(ViewKind.CONFIG_MAP, map.name()));

        assertThat(reader.read(gone)).containsExactly("split");
        assertThat(reader.reports().replicas()).isEmpty();
    }

    @Test
    void goesOnWithoutAReportThatCannotBeRead() {
        reader.accept(put(report(1)));

        assertThat(reader.read(put("broken".getBytes(UTF_8)))).containsExactly("split");
        assertThat(reader.reports().replicas()).isEmpty();
    }

    private ViewChange put(byte[] packed) {
        return change(new ViewEvent.Present(ConfigMaps.of(ReportForm.REPORT, packed)));
    }

    private ViewChange change(ViewEvent event) {
        ViewChange change = view.after(List.of(event));
        view = change.after();
        return change;
    }

    private static byte[] report(long generation) {
        return new ReportCodec()
                .encode(
                        new Report(
                                "discovery-b",
                                List.of(
                                        new Report.ObjectRow(
                                                "split",
                                                generation,
                                                Report.Counts.NONE,
                                                0,
                                                null,
                                                List.of(),
                                                List.of())),
                                List.of()));
    }
}
