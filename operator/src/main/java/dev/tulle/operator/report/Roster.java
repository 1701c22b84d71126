package dev.tulle.operator.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which proxies are connected to one discovery replica, and with which identity: the content of
/// the ConfigMap `tulle-roster-<pod>`. Words that repeat stand once, in the dictionaries.
///
/// @param replica name of the discovery pod
/// @param versions dictionary of proxy versions
/// @param issuers dictionary of leaf issuers
/// @param bundles dictionary of bundle hashes, hex
/// @param proxies sorted by pod uid
@JsonIgnoreProperties(ignoreUnknown = true)
public record Roster(
        String replica,
        @JsonProperty("v") List<String> versions,
        @JsonProperty("i") List<String> issuers,
        @JsonProperty("b") List<String> bundles,
        @JsonProperty("p") List<Entry> proxies) {

    public Roster {
        versions = List.copyOf(versions);
        issuers = List.copyOf(issuers);
        bundles = List.copyOf(bundles);
        proxies = List.copyOf(proxies);
    }

    /// What is known of a connected proxy; empty text is "not reported yet".
    public record Proxy(
            String podUid, String version, String issuer, String bundle, long clockOffsetSeconds) {}

    /// A proxy by its places in the dictionaries.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(
            @JsonProperty("u") String podUid,
            @JsonProperty("v") int version,
            @JsonProperty("i") int issuer,
            @JsonProperty("b") int bundle,
            @JsonProperty("o") long clockOffsetSeconds) {}

    /// Equal sets of proxies make equal rosters.
    public static Roster of(String replica, List<Proxy> proxies) {
        List<String> versions = words(proxies.stream().map(Proxy::version).toList());
        List<String> issuers = words(proxies.stream().map(Proxy::issuer).toList());
        List<String> bundles = words(proxies.stream().map(Proxy::bundle).toList());
        List<Entry> entries =
                proxies.stream()
                        .map(proxy ->
                                new Entry(
                                        proxy.podUid(),
                                        versions.indexOf(proxy.version()),
                                        issuers.indexOf(proxy.issuer()),
                                        bundles.indexOf(proxy.bundle()),
                                        proxy.clockOffsetSeconds()))
                        .sorted((a, b) -> a.podUid().compareTo(b.podUid()))
                        .toList();
        return new Roster(replica, versions, issuers, bundles, entries);
    }

    public Set<String> podUids() {
        return proxies.stream().map(Entry::podUid).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> words(List<String> all) {
        return List.copyOf(new TreeSet<>(all));
    }
}
