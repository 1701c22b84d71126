package dev.tulle.operator.traffic;

import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.report.ReportReader;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusObserver;
import dev.tulle.operator.status.StatusWriter;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/// The reconciler of TrafficSplit at work in one namespace of a real API server. Its view holds no
/// splits, so an edit reaches it by the controller's own watch alone.
final class SplitsOnApiServer implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final ClusterInformers informers;
    private final Operator operator;

    SplitsOnApiServer(KubernetesClient client, String namespace, StatusObserver observer) {
        this.client = client;
        this.namespace = namespace;
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .serverSideApply();
        ReportReader reports = new ReportReader();
        informers =
                new ClusterInformers(
                        client,
                        namespace,
                        EnumSet.of(ViewKind.SERVICE, ViewKind.CONFIG_MAP),
                        System::nanoTime,
                        new Unobserved());
        informers.listen(reports);
        operator =
                new Operator(overrider ->
                        overrider.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(
                new TrafficSplitReconciler(
                        new TrafficRoom(
                                informers,
                                new Verdicts(
                                        reports,
                                        informers::view,
                                        ObjectName.of(namespace, "tulle-discovery"),
                                        Clock.systemUTC()),
                                new StatusWriter(Clock.systemUTC(), observer))));
        informers.start();
        operator.start();
    }

    TrafficSplit apply(String name, int canary) {
        TrafficSplit split = new TrafficSplit();
        split.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        split.setSpec(
                new TrafficSplitSpec(
                        name,
                        null,
                        List.of(
                                new TrafficSplitSpec.Backend(name, 100, null),
                                new TrafficSplitSpec.Backend(name + "-canary", canary, null)),
                        null));
        return client.resource(split).serverSideApply();
    }

    List<TrafficSplit> all() {
        return client.resources(TrafficSplit.class).inNamespace(namespace).list().getItems();
    }

    @Override
    public void close() {
        operator.stop();
        informers.close();
        client.resources(TrafficSplit.class).inNamespace(namespace).delete();
        client.services().inNamespace(namespace).delete();
    }

    private static final class Unobserved implements ViewObserver {
        @Override
        public void published(ClusterView view, Duration behind) {}

        @Override
        public void restarted(ViewKind kind) {}

        @Override
        public void missed(ViewKind kind, int objects) {}
    }
}
