package dev.tulle.operator.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tulle.api.v1alpha1.ProxyCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one discovery replica knows about the objects that it compiled: the content of the
/// ConfigMap `tulle-report-<pod>`. Short names, for a thousand objects are to fit into 40 KB.
///
/// @param replica name of the discovery pod
/// @param objects one row per object that this replica has seen, sorted by uid
/// @param splits what only a replica can see of a split, sorted by uid
@JsonIgnoreProperties(ignoreUnknown = true)
public record Report(
        String replica,
        @JsonProperty("o") List<ObjectRow> objects,
        @JsonProperty("s") List<SplitRow> splits) {

    public Report {
        objects = List.copyOf(objects);
        splits = List.copyOf(splits);
    }

    /// Proxies of this replica that hold something made from an object.
    ///
    /// @param targeted those whose pod is Ready, and those that refuse
    /// @param programmed of these, acknowledged the generation
    /// @param rejected of these, refused something of the generation
    /// @param stale of these, without a stream; they may be programmed all the same
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Counts(
            @JsonProperty("t") int targeted,
            @JsonProperty("p") int programmed,
            @JsonProperty("r") int rejected,
            @JsonProperty("s") int stale) {

        public static final Counts NONE = new Counts(0, 0, 0, 0);

        /// The proxies of a status; absent numbers are 0.
        public static Counts of(@Nullable ProxyCounts proxies) {
            return proxies == null
                    ? NONE
                    : new Counts(
                            number(proxies.targeted()),
                            number(proxies.programmed()),
                            number(proxies.rejected()),
                            number(proxies.stale()));
        }

        /// As a status has them.
        public ProxyCounts proxies() {
            return new ProxyCounts(targeted, programmed, rejected, stale);
        }

        private static int number(@Nullable Integer number) {
            return number == null ? 0 : number;
        }

        Counts plus(Counts other) {
            return new Counts(
                    targeted + other.targeted,
                    programmed + other.programmed,
                    rejected + other.rejected,
                    stale + other.stale);
        }
    }

    /// What one replica says about one object.
    ///
    /// @param generation the generation that this replica compiled
    /// @param awaited missing proxies that have a stream
    /// @param oldestMissing when the missing proxy that is here longest came, seconds since the
    ///   epoch; absent when none is missing
    /// @param waiting up to ten missing proxies
    /// @param rejections up to three refusals
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ObjectRow(
            @JsonProperty("u") String uid,
            @JsonProperty("g") long generation,
            @JsonProperty("c") Counts counts,
            @JsonProperty("a") int awaited,
            @JsonProperty("m") @Nullable Long oldestMissing,
            @JsonProperty("w") List<String> waiting,
            @JsonProperty("x") List<Refusal> rejections) {

        public ObjectRow {
            waiting = List.copyOf(waiting);
            rejections = List.copyOf(rejections);
        }

        /// Whether its replica has compiled that generation.
        boolean knows(long wanted) {
            return generation >= wanted;
        }
    }

    /// A proxy's own words about what it refused.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Refusal(String pod, String reason, String sentence) {}

    /// Backends of a split in the order of its spec, and the requests of each of its rules; a
    /// replica of an older release says nothing about rules.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SplitRow(
            @JsonProperty("u") String uid,
            @JsonProperty("b") List<BackendRow> backends,
            @JsonProperty("r") @Nullable RuleShares rules) {

        public SplitRow {
            backends = List.copyOf(backends);
        }
    }

    /// Requests of the last five minutes by the proxies' own counters.
    ///
    /// @param requests all for the Service, whether a rule took them or not
    /// @param byRule those that a rule took, by its name
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RuleShares(
            @JsonProperty("n") long requests, @JsonProperty("r") Map<String, Long> byRule) {
        public static final RuleShares NONE = new RuleShares(0, Map.of());

        public RuleShares {
            byRule = Map.copyOf(byRule);
        }

        RuleShares plus(RuleShares other) {
            Map<String, Long> sums = new HashMap<>(byRule);
            other.byRule.forEach((rule, count) -> sums.merge(rule, count, Long::sum));
            return new RuleShares(requests + other.requests, sums);
        }
    }

    /// What one replica sees of one backend of a split.
    ///
    /// @param ready endpoints of the Service that are ready
    /// @param requests requests of the last five minutes by the proxies' own counters
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BackendRow(
            @JsonProperty("s") String service,
            @JsonProperty("e") int ready,
            @JsonProperty("n") long requests) {}
}
