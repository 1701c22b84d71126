package dev.tulle.operator.resolve;

import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// All of a pod that decides what its proxy does with inbound connections. Pods of one revision of
/// a Deployment have the same shape.
public record PodShape(
        String namespace,
        Map<String, String> labels,
        List<PodView.ContainerPort> ports,
        List<PodView.Probe> probes) {

    public PodShape {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        probes = List.copyOf(probes);
    }

    public static PodShape of(PodView pod) {
        return new PodShape(pod.meta().namespace(), pod.labels(), pod.ports(), pod.probes());
    }

    boolean isSelectedBy(ServiceView service) {
        return service.selects(namespace, labels);
    }

    /// The port of this pod that a Service's port leads to; none when it is named and no container
    /// has a port of that name.
    OptionalInt target(ServiceView.Port port) {
        String target = port.target();
        if (!target.isEmpty() && target.chars().allMatch(Character::isDigit)) {
            return OptionalInt.of(Integer.parseInt(target));
        }
        return ports.stream()
                .filter(declared -> declared.name().equals(target))
                .mapToInt(PodView.ContainerPort::number)
                .findFirst();
    }
}
