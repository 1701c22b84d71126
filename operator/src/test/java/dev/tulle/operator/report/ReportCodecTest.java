package dev.tulle.operator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportCodecTest {

    private final ReportCodec codec = new ReportCodec();

    @Test
    void readsBackTheReportThatItWrote() {
        Report report =
                new Report(
                        "tulle-discovery-a",
                        List.of(
                                new Report.ObjectRow(
                                        "uid-1",
                                        7,
                                        new Report.Counts(3, 2, 1, 0),
                                        1,
                                        1_000L,
                                        List.of("shop/web"),
                                        List.of(
                                                new Report.Refusal(
                                                        "shop/web", "INVALID_FIELD", "no"))),
                                new Report.ObjectRow(
                                        "uid-2",
                                        1,
                                        Report.Counts.NONE,
                                        0,
                                        null,
                                        List.of(),
                                        List.of())),
                        List.of(
                                new Report.SplitRow(
                                        "uid-1",
                                        List.of(new Report.BackendRow("web", 2, 90)),
                                        new Report.RuleShares(100, Map.of("beta", 7L)))));

        assertThat(codec.decodeReport(codec.encode(report))).isEqualTo(report);
    }

    @Test
    void readsBackTheRosterThatItWrote() {
        Roster roster =
                Roster.of(
                        "tulle-discovery-a",
                        List.of(
                                new Roster.Proxy("uid-b", "0.1.0", "issuer", "", -3),
                                new Roster.Proxy("uid-a", "0.1.0", "issuer", "c0ffee", 0)));

        Roster back = codec.decodeRoster(codec.encode(roster));

        assertThat(back).isEqualTo(roster);
        assertThat(back.podUids()).containsExactlyInAnyOrder("uid-a", "uid-b");
        assertThat(back.versions()).containsExactly("0.1.0");
    }

    @Test
    void fitsAThousandObjectsIntoFortyKilobytes() {
        List<Report.ObjectRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(
                    new Report.ObjectRow(
                            new UUID(i * 0x9E3779B97F4A7C15L, ~i * 0x9E3779B97F4A7C15L).toString(),
                            i % 7,
                            new Report.Counts(i % 50, i % 50, 0, 0),
                            0,
                            null,
                            List.of(),
                            List.of()));
        }

        byte[] packed = codec.encode(new Report("tulle-discovery-a", rows, List.of()));

        assertThat(packed.length).as("bytes of 1,000 objects").isLessThan(40 * 1024);
    }

    @Test
    void saysWhyItCannotReadWhatIsNoReport() {
        assertThatThrownBy(() -> codec.decodeReport("{}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageContaining("not gzipped JSON of a Report");
    }
}
