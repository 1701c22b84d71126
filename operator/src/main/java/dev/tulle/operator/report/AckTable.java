package dev.tulle.operator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Who has acknowledged what, counted per object on every change of a single resource of a single
/// proxy. Used by one thread, the one that owns the streams.
public final class AckTable {

    private final LongSupplier epochSeconds;
    private final Map<String, ObjectTally> objects = new HashMap<>();
    private final Map<String, Set<String>> uidsOfProxy = new HashMap<>();
    private final Set<String> stale = new HashSet<>();
    private final Set<String> retired = new HashSet<>();
    private final Set<String> unready = new HashSet<>();
    private long changes;

    public AckTable(LongSupplier epochSeconds) {
        this.epochSeconds = epochSeconds;
    }

    /// This replica has compiled a generation of an object.
    public void seen(SourceGeneration source) {
        changes++;
        object(source.uid()).seen(source.generation());
    }

    /// An object is gone from the cluster.
    public void unseen(String uid) {
        changes++;
        ObjectTally tally = objects.get(uid);
        if (tally != null) {
            tally.unseen();
            forgetIfEmpty(uid, tally);
        }
    }

    /// What a proxy is to have of a resource, or what it did with it, has changed.
    public void move(ProxyRef proxy, Claim before, Claim after) {
        if (before.equals(after) || retired.contains(proxy.podUid())) {
            return;
        }
        changes++;
        long now = epochSeconds.getAsLong();
        for (SourceGeneration source : after.sources()) {
            object(source.uid())
                    .add(
                            proxy,
                            source.generation(),
                            after.standing(),
                            () -> new ProxyTally(proxy, now, isReady(proxy)));
            uidsOfProxy.computeIfAbsent(proxy.podUid(), _ -> new HashSet<>()).add(source.uid());
        }
        for (SourceGeneration source : before.sources()) {
            ObjectTally tally = objects.get(source.uid());
            if (tally != null) {
                tally.remove(proxy, source.generation(), before.standing());
                forgetIfEmpty(source.uid(), tally);
            }
        }
    }

    /// A proxy lost its stream: what it held stays counted, as stale, until the proxy is dropped.
    public void disconnected(String podUid) {
        if (uidsOfProxy.containsKey(podUid)) {
            stale.add(podUid);
            each(podUid, tally -> tally.disconnect(podUid));
        }
    }

    /// A proxy's pod is Ready: whoever waits for proxies waits for this one, too. So is a pod of
    /// which nothing was said.
    public void ready(String podUid) {
        if (unready.remove(podUid)) {
            long now = epochSeconds.getAsLong();
            each(podUid, tally -> tally.ready(podUid, now));
        }
    }

    /// A proxy's pod is not Ready: nobody waits for it.
    public void unready(String podUid) {
        if (unready.add(podUid)) {
            each(podUid, tally -> tally.unready(podUid));
        }
    }

    /// A proxy's pod is being deleted: no status waits for it any more, whatever it still does.
    public void retired(String podUid) {
        if (retired.add(podUid)) {
            forget(podUid);
        }
    }

    /// A proxy's pod is gone.
    public void gone(String podUid) {
        forget(podUid);
        retired.remove(podUid);
        unready.remove(podUid);
    }

    /// A proxy is back, on this or on another replica.
    public void dropped(String podUid) {
        forget(podUid);
    }

    private void forget(String podUid) {
        Set<String> uids = uidsOfProxy.remove(podUid);
        if (uids == null) {
            return;
        }
        changes++;
        stale.remove(podUid);
        for (String uid : uids) {
            ObjectTally tally = objects.get(uid);
            if (tally != null) {
                tally.drop(podUid);
                forgetIfEmpty(uid, tally);
            }
        }
    }

    /// Uids of the pods whose proxies are counted without a stream.
    public Set<String> stale() {
        return Set.copyOf(stale);
    }

    /// Grows with every change; equal numbers mean equal rows.
    public long changes() {
        return changes;
    }

    /// One row per object, sorted by uid.
    public List<Report.ObjectRow> rows() {
        List<Report.ObjectRow> rows = new ArrayList<>(objects.size());
        objects.values().forEach(tally -> rows.add(tally.row()));
        rows.sort(Comparator.comparing(Report.ObjectRow::uid));
        return rows;
    }

    private boolean isReady(ProxyRef proxy) {
        return !unready.contains(proxy.podUid());
    }

    /// Changes what is counted of a proxy for each object that it holds something of.
    private void each(String podUid, Consumer<ObjectTally> how) {
        Set<String> uids = uidsOfProxy.get(podUid);
        if (uids == null) {
            return;
        }
        changes++;
        for (String uid : uids) {
            ObjectTally tally = objects.get(uid);
            if (tally != null) {
                how.accept(tally);
            }
        }
    }

    private ObjectTally object(String uid) {
        return objects.computeIfAbsent(uid, ObjectTally::new);
    }

    private void forgetIfEmpty(String uid, ObjectTally tally) {
        if (tally.isEmpty()) {
            objects.remove(uid);
        }
    }
}
