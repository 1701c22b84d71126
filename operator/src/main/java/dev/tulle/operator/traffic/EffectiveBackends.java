package dev.tulle.operator.traffic;

import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.Effective;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.resolve.Splits;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What proxies are told about the backends of a split, and what they saw.
final class EffectiveBackends {

    private EffectiveBackends() {}

    static List<Effective> of(SplitDecision.Evidence evidence) {
        Map<String, Report.BackendRow> seen =
                evidence.backends().stream()
                        .collect(Collectors.toMap(Report.BackendRow::service, Function.identity()));
        long total = evidence.backends().stream().mapToLong(Report.BackendRow::requests).sum();
        return evidence.split().spec().backends().stream()
                .map(backend -> {
                    Report.BackendRow row = seen.get(backend.service());
                    return new Effective(
                            backend.service(),
                            Splits.toldWeight(evidence.reads(), evidence.split(), backend),
                            row == null ? null : row.ready(),
                            row == null || total == 0
                                    ? null
                                    : observed(row, total, evidence.before()));
                })
                .toList();
    }

    private static int observed(
            Report.BackendRow row, long total, @Nullable TrafficSplitStatus before) {
        List<Effective> stored = before == null ? null : before.effective();
        Integer old = null;
        for (Effective backend : stored == null ? List.<Effective>of() : stored) {
            old = backend.service().equals(row.service()) ? backend.observedPercent() : old;
        }
        return SteadyPercent.of(row.requests(), total, old);
    }
}
