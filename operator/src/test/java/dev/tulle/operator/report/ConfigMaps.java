package dev.tulle.operator.report;

import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// ConfigMaps of another replica, as the view shows them.
final class ConfigMaps {

    private ConfigMaps() {}

    static ConfigMapView of(ReportForm form, byte[] packed) {
        return new ConfigMapView(
                new Meta(
                        ObjectName.of("tulle-system", "tulle-" + form.word() + "-discovery-b"),
                        "uid-map",
                        0,
                        "1",
                        Instant.EPOCH,
                        null),
                Map.of(ReportForm.LABEL, form.word()),
                Map.of(),
                Map.of(),
                Map.of(form.word(), Base64.getEncoder().encodeToString(packed)));
    }
}
