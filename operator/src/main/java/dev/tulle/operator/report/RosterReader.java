package dev.tulle.operator.report;

import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which proxies other replicas have just said to be connected to them, so that a proxy that moved
/// is counted once.
final class RosterReader {

    private static final Logger LOG = LoggerFactory.getLogger(RosterReader.class);

    private final ReportCodec codec = new ReportCodec();
    private final String own;

    RosterReader(String ownPod) {
        this.own = ownPod;
    }

    /// Uids of the pods on the rosters that this change brought, without our own.
    Set<String> connectedElsewhere(ViewChange change) {
        Set<String> uids = new HashSet<>();
        for (ObjectName name : change.names(ViewKind.CONFIG_MAP)) {
            change.after()
                    .find(ConfigMapView.class, name)
                    .filter(map ->
                            ReportForm.ROSTER.word().equals(map.labels().get(ReportForm.LABEL)))
                    .flatMap(this::read)
                    .filter(roster -> !roster.replica().equals(own))
                    .ifPresent(roster -> uids.addAll(roster.podUids()));
        }
        return uids;
    }

    private Optional<Roster> read(ConfigMapView map) {
        String packed = map.binaryData().get(ReportForm.ROSTER.word());
        if (packed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decodeRoster(Base64.getDecoder().decode(packed)));
        } catch (UnreadableReportException | IllegalArgumentException e) {
            LOG.warn(
                    "ConfigMap {} is left out: it says it is a roster but cannot be read",
                    map.name(),
                    e);
            return Optional.empty();
        }
    }
}
