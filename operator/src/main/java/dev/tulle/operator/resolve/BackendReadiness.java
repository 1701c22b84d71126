package dev.tulle.operator.resolve;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// How many ready endpoints each backend of a TrafficSplit has, those that only rules name too.
/// Counted by who sees EndpointSlices, told by who writes status. Mirrors are no backends: nobody
/// waits for them.
public final class BackendReadiness {

    /// A backend where it stands.
    ///
    /// @param key what it is counted under: the Service, and the port where a rule names another
    ///   one than spec.backends
    /// @param rule of which rule; empty for spec.backends
    private record Place(String key, String rule, TrafficSplitSpec.Backend backend) {

        String named(SplitView split) {
            ObjectName service = Splits.backend(split, backend.service());
            return rule.isEmpty() ? service.toString() : service + " of rule '" + rule + "'";
        }
    }

    private BackendReadiness() {}

    /// Ready addresses by backend: those of spec.backends under their names, in their order, then
    /// those that only rules have.
    public static Map<String, Integer> count(Reads reads, SplitView split) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Place place : places(split)) {
            counts.computeIfAbsent(place.key(), _ -> readyAddresses(reads, split, place.backend()));
        }
        return counts;
    }

    /// BackendsReady by these counts; a backend that is not counted has none.
    public static Finding finding(SplitView split, Map<String, Integer> counts) {
        Set<String> keys = new LinkedHashSet<>();
        List<Place> empty =
                places(split).stream()
                        .filter(place -> place.backend().weight() > 0)
                        .filter(place -> counts.getOrDefault(place.key(), 0) == 0)
                        .filter(place -> keys.add(place.key()))
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
                        .formatted(empty.getFirst().named(split), more));
    }

    private static List<Place> places(SplitView split) {
        List<Place> places = new ArrayList<>();
        split.spec().backends().forEach(it -> places.add(new Place(it.service(), "", it)));
        for (TrafficRule rule : split.rules()) {
            List<TrafficSplitSpec.Backend> own = rule.backends();
            if (own != null) {
                own.forEach(it -> places.add(new Place(key(split, it), rule.name(), it)));
            }
        }
        return places;
    }

    private static String key(SplitView split, TrafficSplitSpec.Backend ofRule) {
        boolean known =
                split.spec().backends().stream()
                        .anyMatch(it ->
                                it.service().equals(ofRule.service())
                                        && Objects.equals(it.port(), ofRule.port()));
        Integer port = ofRule.port();
        return known ? ofRule.service() : ofRule.service() + ":" + (port == null ? "" : port);
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
