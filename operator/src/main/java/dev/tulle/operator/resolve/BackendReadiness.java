package dev.tulle.operator.resolve;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many ready endpoints each backend of a TrafficSplit has. Counted by who sees EndpointSlices,
/// told by who writes status.
public final class BackendReadiness {

    private BackendReadiness() {}

    /// Ready addresses by backend, in the order of the split.
    public static Map<String, Integer> count(Reads reads, SplitView split) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (TrafficSplitSpec.Backend backend : split.spec().backends()) {
            counts.put(backend.service(), readyAddresses(reads, split, backend));
        }
        return counts;
    }

    /// BackendsReady by these counts; a backend that is not counted has none.
    public static Finding finding(SplitView split, Map<String, Integer> counts) {
        List<ObjectName> empty =
                split.spec().backends().stream()
                        .filter(backend -> backend.weight() > 0)
                        .filter(backend -> counts.getOrDefault(backend.service(), 0) == 0)
                        .map(backend -> Splits.backend(split, backend.service()))
                        .toList();
        if (empty.isEmpty()) {
            return new Finding(
                    ConditionType.BACKENDS_READY,
                    Answer.YES,
                    Reason.BACKENDS_READY,
                    "every backend with a weight has a ready endpoint");
        }
        String more = empty.size() == 1 ? "" : " and %d more".formatted(empty.size() - 1);
        return new Finding(
                ConditionType.BACKENDS_READY,
                Answer.NO,
                Reason.NO_ENDPOINTS,
                "no ready endpoint behind Service %s%s, the others get the share: look at the pods"
                        .formatted(empty.getFirst(), more));
    }

    private static int readyAddresses(
            Reads reads, SplitView split, TrafficSplitSpec.Backend backend) {
        ObjectName name = Splits.backend(split, backend.service());
        return (int)
                reads.find(ServiceView.class, name).stream()
                        .flatMap(service -> ports(split, service, backend).stream())
                        .flatMap(port -> ServiceEndpoints.of(reads, name, port).stream())
                        .filter(ServiceEndpoints.Endpoint::isReady)
                        .map(ServiceEndpoints.Endpoint::address)
                        .distinct()
                        .count();
    }

    private static List<Integer> ports(
            SplitView split, ServiceView service, TrafficSplitSpec.Backend backend) {
        Integer fixed = backend.port() == null ? split.spec().port() : backend.port();
        return fixed == null
                ? service.ports().stream().map(ServiceView.Port::number).toList()
                : List.of(fixed);
    }
}
