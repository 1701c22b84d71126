package dev.tulle.operator.report;

import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the reports of all discovery replicas from the view and says whose numbers have changed.
/// Fed by the thread of the view, read by any.
public final class ReportReader implements Consumer<ViewChange> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportReader.class);

    private final ReportCodec codec = new ReportCodec();
    private final Map<ObjectName, Report> byConfigMap = new HashMap<>();
    private long lastNumber;
    private Set<String> lastChanged = Set.of();
    private volatile Reports reports = Reports.NONE;

    /// The newest report of every replica.
    public Reports reports() {
        return reports;
    }

    @Override
    public void accept(ViewChange change) {
        read(change);
    }

    /// Uids of the objects about which a replica says something else since this change. On the
    /// thread of the view; several may ask about one change, in any order.
    public Set<String> read(ViewChange change) {
        if (change.after().number() != lastNumber) {
            lastNumber = change.after().number();
            lastChanged = take(change);
        }
        return lastChanged;
    }

    private Set<String> take(ViewChange change) {
        Set<String> uids = new HashSet<>();
        for (ObjectName name : change.names(ViewKind.CONFIG_MAP)) {
            Optional<ConfigMapView> map =
                    change.after().find(ConfigMapView.class, name).filter(ReportReader::isReport);
            Report before = byConfigMap.get(name);
            Report after = map.flatMap(this::read).orElse(null);
            if (before != null || after != null) {
                uids.addAll(Reports.changed(before, after));
                replace(name, before, after);
            }
        }
        return Set.copyOf(uids);
    }

    private void replace(ObjectName name, @Nullable Report before, @Nullable Report after) {
        Reports next = before == null ? reports : reports.without(before.replica());
        if (after == null) {
            byConfigMap.remove(name);
            reports = next;
        } else {
            byConfigMap.put(name, after);
            reports = next.with(after);
        }
    }

    private Optional<Report> read(ConfigMapView map) {
        String packed = map.binaryData().get(ReportForm.REPORT.word());
        if (packed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decodeReport(Base64.getDecoder().decode(packed)));
        } catch (UnreadableReportException | IllegalArgumentException e) {
            LOG.warn(
                    "ConfigMap {} is left out: it says it is a report but cannot be read",
                    map.name(),
                    e);
            return Optional.empty();
        }
    }

    private static boolean isReport(ConfigMapView map) {
        return ReportForm.REPORT.word().equals(map.labels().get(ReportForm.LABEL));
    }
}
