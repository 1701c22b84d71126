package dev.tulle.operator.report;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counters of one object on this replica. They are moved when a proxy's state changes, so
/// neither an acknowledgement nor a report looks at every proxy; only a new generation does, once.
final class ObjectTally {

    private static final int WAITING_NAMED = 10;
    private static final int REJECTIONS_NAMED = 3;

    private final String uid;
    private final Map<String, ProxyTally> proxies = new HashMap<>();
    private final Map<String, ProxyTally> missing = new LinkedHashMap<>();
    private final Map<String, ProxyTally> rejecting = new LinkedHashMap<>();
    private long generation;
    private boolean seen;
    private int stale;

    ObjectTally(String uid) {
        this.uid = uid;
    }

    /// The replica has compiled this generation, whether or not any proxy needs it.
    void seen(long newGeneration) {
        seen = true;
        advance(newGeneration);
    }

    /// The object is gone from the cluster; resources made from it may still be out.
    void unseen() {
        seen = false;
    }

    boolean isEmpty() {
        return !seen && proxies.isEmpty();
    }

    void add(ProxyRef proxy, long claimGeneration, Standing standing, long nowSeconds) {
        advance(claimGeneration);
        ProxyTally tally =
                proxies.computeIfAbsent(proxy.podUid(), _ -> new ProxyTally(proxy, nowSeconds));
        tally.add(claimGeneration, standing);
        place(tally);
    }

    void remove(ProxyRef proxy, long claimGeneration, Standing standing) {
        ProxyTally tally = proxies.get(proxy.podUid());
        if (tally == null) {
            return;
        }
        tally.remove(claimGeneration, standing);
        if (tally.isEmpty()) {
            drop(proxy.podUid());
        } else {
            place(tally);
        }
    }

    void disconnect(String podUid) {
        ProxyTally tally = proxies.get(podUid);
        if (tally != null && tally.isConnected()) {
            tally.disconnect();
            stale++;
        }
    }

    void drop(String podUid) {
        ProxyTally tally = proxies.remove(podUid);
        missing.remove(podUid);
        rejecting.remove(podUid);
        if (tally != null && !tally.isConnected()) {
            stale--;
        }
    }

    Report.ObjectRow row() {
        return new Report.ObjectRow(
                uid,
                generation,
                new Report.Counts(
                        proxies.size(), proxies.size() - missing.size(), rejecting.size(), stale),
                missingAndConnected(),
                oldestMissing(),
                names(),
                rejections());
    }

    private void advance(long newGeneration) {
        if (newGeneration <= generation) {
            return;
        }
        generation = newGeneration;
        proxies.values().forEach(this::place);
    }

    private void place(ProxyTally tally) {
        String podUid = tally.proxy().podUid();
        switch (tally.stateAt(generation)) {
            case PROGRAMMED -> {
                missing.remove(podUid);
                rejecting.remove(podUid);
            }
            case REJECTED -> {
                missing.put(podUid, tally);
                rejecting.put(podUid, tally);
            }
            case WAITING -> {
                missing.put(podUid, tally);
                rejecting.remove(podUid);
            }
        }
    }

    private int missingAndConnected() {
        return (int) missing.values().stream().filter(ProxyTally::isConnected).count();
    }

    private @Nullable Long oldestMissing() {
        return missing.values().stream().map(ProxyTally::since).min(Long::compare).orElse(null);
    }

    private List<String> names() {
        return missing.values().stream()
                .map(tally -> tally.proxy().pod())
                .sorted()
                .limit(WAITING_NAMED)
                .toList();
    }

    private List<Report.Refusal> rejections() {
        return rejecting.values().stream()
                .limit(REJECTIONS_NAMED)
                .map(tally ->
                        new Report.Refusal(
                                tally.proxy().pod(),
                                tally.lastRejection().reason(),
                                tally.lastRejection().sentence()))
                .toList();
    }
}
