package dev.tulle.operator.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The counters of one object on this replica. They are moved when a proxy's state changes, so
/// neither an acknowledgement nor a report looks at every proxy; only a new generation does, once.
///
/// A proxy whose pod is not Ready stands aside: nobody waits for it. What it refuses counts all the
/// same, for that may be why the pod does not become Ready.
final class ObjectTally {

    private static final int WAITING_NAMED = 10;
    private static final int REJECTIONS_NAMED = 3;

    private final String uid;
    private final Map<String, ProxyTally> proxies = new HashMap<>();
    private final Map<String, ProxyTally> missing = new LinkedHashMap<>();
    private final Map<String, ProxyTally> rejecting = new LinkedHashMap<>();
    private final Set<String> stale = new HashSet<>();
    private final Set<String> aside = new HashSet<>();
    private long generation;
    private boolean seen;

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

    /// @param fresh makes the tally of a proxy that held nothing of the object so far
    void add(ProxyRef proxy, long claimGeneration, Standing standing, Supplier<ProxyTally> fresh) {
        advance(claimGeneration);
        ProxyTally tally = proxies.computeIfAbsent(proxy.podUid(), _ -> fresh.get());
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
        change(podUid, ProxyTally::disconnect);
    }

    void ready(String podUid, long nowSeconds) {
        change(podUid, tally -> tally.ready(nowSeconds));
    }

    void unready(String podUid) {
        change(podUid, ProxyTally::unready);
    }

    void drop(String podUid) {
        proxies.remove(podUid);
        missing.remove(podUid);
        rejecting.remove(podUid);
        stale.remove(podUid);
        aside.remove(podUid);
    }

    Report.ObjectRow row() {
        int targeted = proxies.size() - aside.size();
        return new Report.ObjectRow(
                uid,
                generation,
                new Report.Counts(
                        targeted, targeted - missing.size(), rejecting.size(), stale.size()),
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

    private void change(String podUid, Consumer<ProxyTally> how) {
        ProxyTally tally = proxies.get(podUid);
        if (tally != null) {
            how.accept(tally);
            place(tally);
        }
    }

    private void place(ProxyTally tally) {
        String podUid = tally.proxy().podUid();
        missing.remove(podUid);
        rejecting.remove(podUid);
        stale.remove(podUid);
        aside.remove(podUid);
        ProxyTally.State state = tally.stateAt(generation);
        if (!tally.isReady() && state != ProxyTally.State.REJECTED) {
            aside.add(podUid);
            return;
        }
        if (!tally.isConnected()) {
            stale.add(podUid);
        }
        switch (state) {
            case PROGRAMMED -> {}
            case REJECTED -> {
                missing.put(podUid, tally);
                rejecting.put(podUid, tally);
            }
            case WAITING -> missing.put(podUid, tally);
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
