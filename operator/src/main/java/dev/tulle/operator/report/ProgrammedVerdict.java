package dev.tulle.operator.report;

import dev.tulle.api.condition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a generation of an object is live on every proxy that needs it.
///
/// @param outcome what the condition `Programmed` is to say
/// @param reason one word why
/// @param message the same for humans
/// @param counts proxies over all replicas
/// @param askAgain after which time the answer may change without any event
public record ProgrammedVerdict(
        Outcome outcome,
        Reason reason,
        String message,
        Report.Counts counts,
        Optional<Duration> askAgain) {

    /// How long a proxy may be new before it makes a live generation not live.
    static final Duration YOUNG = Duration.ofSeconds(30);

    /// A proxy that comes back without needing the object is told of by no event of the object's.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private static final int NAMED = 10;

    /// What becomes of the condition.
    public enum Outcome {
        TRUE,
        FALSE,
        /// Nobody knows anything newer: what was True stays True.
        UNCHANGED
    }

    /// What the verdict is drawn from.
    ///
    /// @param generation the object's generation
    /// @param rows what each replica says about the object
    /// @param available how many discovery replicas are ready
    /// @param former the proxies of the last verdict
    /// @param before whether the condition was True for this very generation
    /// @param absent proxies that none of those replicas counts
    public record Evidence(
            long generation,
            Map<String, Report.ObjectRow> rows,
            int available,
            Report.Counts former,
            Before before,
            Absent absent) {

        public Evidence {
            rows = Map.copyOf(rows);
        }

        /// Rows that speak of this generation.
        private List<Report.ObjectRow> present() {
            return rows.values().stream().filter(row -> row.knows(generation)).toList();
        }
    }

    /// Ready pods of the mesh of whose proxies discovery has not heard.
    ///
    /// @param pods how many
    /// @param expected whether they may just be on their way, as discovery itself has only come
    public record Absent(int pods, boolean expected) {
        public static final Absent NONE = new Absent(0, false);
    }

    /// What the condition said about this generation so far.
    public enum Before {
        TRUE,
        NOT_TRUE
    }

    /// The first row of the table that fits; each `Optional` below is one row of it.
    public static ProgrammedVerdict of(Evidence evidence, Instant now) {
        List<Report.ObjectRow> rows = evidence.present();
        Report.Counts counts =
                rows.stream()
                        .map(Report.ObjectRow::counts)
                        .reduce(Report.Counts.NONE, Report.Counts::plus);
        return nobodyReports(evidence)
                .or(() -> unseen(evidence, counts))
                .or(() -> rejected(rows, counts))
                .or(() -> away(evidence, counts))
                .or(() -> needless(counts))
                .or(() -> everywhere(evidence, counts))
                .or(() -> tooYoung(evidence, rows, counts, now))
                .or(() -> stale(rows, counts))
                .orElseGet(() -> waiting(rows, counts));
    }

    /// A generation that was live stays so; one that nobody has seen cannot be.
    private static Optional<ProgrammedVerdict> nobodyReports(Evidence evidence) {
        if (!evidence.present().isEmpty() || evidence.available() > 0) {
            return Optional.empty();
        }
        int targeted = evidence.former().targeted();
        Report.Counts counts =
                new Report.Counts(targeted, evidence.former().programmed(), 0, targeted);
        String sentence = "no discovery replica reports: proxies keep the last accepted state";
        return switch (evidence.before()) {
            case TRUE ->
                    verdict(
                            Outcome.UNCHANGED,
                            targeted == 0 ? Reason.NO_PROXIES : Reason.PROGRAMMED,
                            sentence,
                            counts);
            case NOT_TRUE -> verdict(Outcome.FALSE, Reason.WAITING_FOR_PROXIES, sentence, counts);
        };
    }

    /// A replica that is not ready may keep an old report without end, so seen ones are counted.
    private static Optional<ProgrammedVerdict> unseen(Evidence evidence, Report.Counts counts) {
        if (evidence.present().size() >= evidence.available()) {
            return Optional.empty();
        }
        List<String> blind =
                evidence.rows().entrySet().stream()
                        .filter(row -> !row.getValue().knows(evidence.generation()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        String who = blind.isEmpty() ? "a replica" : names(blind, blind.size());
        return verdict(
                Outcome.FALSE,
                Reason.WAITING_FOR_PROXIES,
                "discovery: " + who + " has not seen generation " + evidence.generation(),
                keeping(evidence.former(), counts));
    }

    /// Proxies of which a replica has still to report are no fewer than they were.
    private static Report.Counts keeping(Report.Counts former, Report.Counts counts) {
        int missing = fewer(former, counts);
        return counts.plus(new Report.Counts(missing, 0, 0, missing));
    }

    private static int fewer(Report.Counts former, Report.Counts counts) {
        return Math.max(0, former.targeted() - counts.targeted());
    }

    private static Optional<ProgrammedVerdict> rejected(
            List<Report.ObjectRow> rows, Report.Counts counts) {
        if (counts.rejected() == 0) {
            return Optional.empty();
        }
        String who =
                rows.stream()
                        .flatMap(row -> row.rejections().stream())
                        .findFirst()
                        .map(refusal -> "Pod " + refusal.pod() + ": " + refusal.sentence())
                        .orElse("no proxy said why");
        return verdict(
                Outcome.FALSE,
                Reason.PROXY_REJECTED,
                "refused by " + counts.rejected() + " of " + counts.targeted() + "; " + who,
                counts);
    }

    /// After discovery has been replaced its proxies come back one by one. Those that had the
    /// object by the last verdict and are missing may need it still; before an edit is called live
    /// each that is expected may, as a proxy may have come to need it just before discovery went.
    private static Optional<ProgrammedVerdict> away(Evidence evidence, Report.Counts counts) {
        Absent absent = evidence.absent();
        boolean live = evidence.before() == Before.TRUE;
        int kept = Math.min(fewer(evidence.former(), counts), absent.pods());
        int away = absent.expected() && !live ? absent.pods() : kept;
        if (away <= 0) {
            return Optional.empty();
        }
        Report.Counts all = counts.plus(new Report.Counts(kept, live ? kept : 0, 0, kept));
        return Optional.of(
                new ProgrammedVerdict(
                        live ? Outcome.UNCHANGED : Outcome.FALSE,
                        live ? Reason.PROGRAMMED : Reason.WAITING_FOR_PROXIES,
                        progress(all) + "; not back at discovery: " + away,
                        all,
                        Optional.of(LOOK_AGAIN)));
    }

    private static Optional<ProgrammedVerdict> needless(Report.Counts counts) {
        if (counts.targeted() > 0) {
            return Optional.empty();
        }
        return verdict(Outcome.TRUE, Reason.NO_PROXIES, "no proxy needs it at present", counts);
    }

    private static Optional<ProgrammedVerdict> everywhere(Evidence evidence, Report.Counts counts) {
        if (counts.programmed() < counts.targeted()) {
            return Optional.empty();
        }
        return verdict(
                Outcome.TRUE,
                Reason.PROGRAMMED,
                "%d of %d proxies run generation %d"
                        .formatted(counts.programmed(), counts.targeted(), evidence.generation()),
                counts);
    }

    private static Optional<ProgrammedVerdict> tooYoung(
            Evidence evidence, List<Report.ObjectRow> rows, Report.Counts counts, Instant now) {
        long oldest = oldestMissing(rows, now.getEpochSecond());
        Duration age = Duration.ofSeconds(now.getEpochSecond() - oldest);
        if (evidence.before() == Before.NOT_TRUE || age.compareTo(YOUNG) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new ProgrammedVerdict(
                        Outcome.TRUE,
                        Reason.PROGRAMMED,
                        "%d of %d proxies run generation %d; the others have just started"
                                .formatted(
                                        counts.programmed(),
                                        counts.targeted(),
                                        evidence.generation()),
                        counts,
                        Optional.of(YOUNG.minus(age))));
    }

    private static long oldestMissing(List<Report.ObjectRow> rows, long now) {
        long oldest = now;
        for (Report.ObjectRow row : rows) {
            Long since = row.oldestMissing();
            oldest = since == null ? oldest : Math.min(oldest, since);
        }
        return oldest;
    }

    private static Optional<ProgrammedVerdict> stale(
            List<Report.ObjectRow> rows, Report.Counts counts) {
        if (rows.stream().anyMatch(row -> row.awaited() > 0)) {
            return Optional.empty();
        }
        return verdict(
                Outcome.FALSE,
                Reason.PROXIES_STALE,
                progress(counts) + "; without a control stream: " + missing(rows, counts),
                counts);
    }

    private static ProgrammedVerdict waiting(List<Report.ObjectRow> rows, Report.Counts counts) {
        return new ProgrammedVerdict(
                Outcome.FALSE,
                Reason.WAITING_FOR_PROXIES,
                progress(counts) + "; waiting for " + missing(rows, counts),
                counts,
                Optional.empty());
    }

    private static Optional<ProgrammedVerdict> verdict(
            Outcome outcome, Reason reason, String message, Report.Counts counts) {
        return Optional.of(
                new ProgrammedVerdict(outcome, reason, message, counts, Optional.empty()));
    }

    private static String progress(Report.Counts counts) {
        return counts.programmed() + " of " + counts.targeted();
    }

    private static String missing(List<Report.ObjectRow> rows, Report.Counts counts) {
        return names(
                rows.stream().flatMap(row -> row.waiting().stream()).sorted().toList(),
                counts.targeted() - counts.programmed());
    }

    private static String names(Collection<String> some, int all) {
        List<String> named = some.stream().limit(NAMED).toList();
        if (named.isEmpty()) {
            return all + " of which no replica has heard";
        }
        String first = String.join(", ", named);
        return all > named.size() ? first + " and " + (all - named.size()) + " more" : first;
    }
}
