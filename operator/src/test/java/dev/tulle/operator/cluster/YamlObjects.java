package dev.tulle.operator.cluster;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Reads plain Kubernetes YAML the way the informers read the API server.
public final class YamlObjects {

    private static final WatchedKinds KINDS = new WatchedKinds("tulle-system");

    private YamlObjects() {}

    /// The objects of the documents, in their order.
    public static List<ClusterObject> read(String yaml) {
        List<ClusterObject> objects = new ArrayList<>();
        for (String document : yaml.split("(?m)^---$", -1)) {
            if (document.lines().anyMatch(line -> line.startsWith("kind:"))) {
                objects.add(one(document));
            }
        }
        return objects;
    }

    /// The object of one document.
    public static ClusterObject one(String document) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        List.of(MeshInstall.class, CertificateAuthority.class, TrafficSplit.class, MeshPolicy.class)
                .forEach(serialization::registerKubernetesResource);
        HasMetadata object = serialization.unmarshal("---\n" + document);
        return pruned(object);
    }

    /// A view of these objects.
    public static ClusterView view(List<ClusterObject> objects) {
        List<ViewEvent> events = objects.stream().<ViewEvent>map(ViewEvent.Present::new).toList();
        return ClusterView.empty().after(events).after();
    }

    private static ClusterObject pruned(HasMetadata object) {
        return Arrays.stream(ViewKind.values())
                .map(KINDS::of)
                .filter(watched -> watched.type().isInstance(object))
                .filter(watched -> isIn(watched.scope(), object))
                .max(Comparator.comparing(watched -> watched.scope().name()))
                .map(watched -> pruned(watched, object))
                .orElseThrow(() -> new IllegalArgumentException("no kind of the view: " + object));
    }

    private static boolean isIn(Watched.Scope scope, HasMetadata object) {
        return scope.name().isEmpty() || scope.name().equals(object.getMetadata().getName());
    }

    private static <T extends HasMetadata> ClusterObject pruned(
            Watched<T> watched, HasMetadata object) {
        return watched.pruned().apply(watched.type().cast(object));
    }
}
