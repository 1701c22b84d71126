package dev.tulle.operator.push;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.compile.Compiler;
import dev.tulle.operator.policy.MeshPolicyReconciler;
import dev.tulle.operator.policy.PolicyRoom;
import dev.tulle.operator.report.Replica;
import dev.tulle.operator.report.ReportReader;
import dev.tulle.operator.report.Reporting;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusObserver;
import dev.tulle.operator.status.StatusWriter;
import dev.tulle.operator.traffic.TrafficRoom;
import dev.tulle.operator.traffic.TrafficSplitReconciler;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Both roles in one process against a real API server, each with its own informers, as they are
/// put together for a cluster.
final class ControlPlaneUnderTest implements AutoCloseable {

    private final TestIdentities identities = new TestIdentities();
    private final ExecutorService writing = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ClusterInformers discoveryInformers;
    private final ClusterInformers operatorInformers;
    private final Discovery discovery;
    private final Operator operator;

    ControlPlaneUnderTest(KubernetesClient client, Replica replica) throws IOException {
        discoveryInformers = informers(client, replica);
        operatorInformers = informers(client, replica);
        discovery = discovery(client, replica);
        operator =
                new Operator(overrider ->
                        overrider.withKubernetesClient(client).withCloseClientOnStop(false));
        register(replica);
    }

    void start() throws IOException {
        discoveryInformers.start();
        discovery.start();
        operatorInformers.start();
        operator.start();
    }

    /// Waits until both roles know so many Services of a namespace.
    void awaitServices(String namespace, int count, Duration patience) {
        for (ClusterInformers informers : List.of(discoveryInformers, operatorInformers)) {
            CompletableFuture<Boolean> known = new CompletableFuture<>();
            informers.listen(change -> {
                if (change.after().in(ServiceView.class, namespace).size() >= count) {
                    known.complete(true);
                }
            });
            known.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        }
    }

    FakeProxy proxy(String namespace, String account, String podUid) throws IOException {
        return new FakeProxy(discovery.port(), identities.of(namespace, account), podUid);
    }

    @Override
    public void close() {
        operator.stop();
        discovery.close();
        operatorInformers.close();
        discoveryInformers.close();
        timer.shutdownNow();
        writing.shutdownNow();
    }

    private static ClusterInformers informers(KubernetesClient client, Replica replica) {
        return new ClusterInformers(
                client,
                replica.namespace(),
                EnumSet.allOf(ViewKind.class),
                System::nanoTime,
                new Unobserved());
    }

    private Discovery discovery(KubernetesClient client, Replica replica) throws IOException {
        LiveIdentity own = identities.of(replica.namespace(), "tulle-discovery");
        Applier applier =
                new Applier(
                        client,
                        FieldOwner.DISCOVERY,
                        new Events(
                                client,
                                FieldOwner.DISCOVERY,
                                replica.pod(),
                                Clock.systemUTC(),
                                ApplyObserver.silent()),
                        ApplyObserver.silent());
        Reporting reporting =
                Reporting.of(
                        replica,
                        new Reporting.Outside(
                                applier::apply, writing, discoveryInformers.viewThread()),
                        System::nanoTime,
                        () -> Clock.systemUTC().instant().getEpochSecond());
        ObjectName bundle = ObjectName.of(replica.namespace(), "tulle-trust-bundle");
        Discovery made =
                new Discovery(
                        DiscoverySettings.at(0),
                        new DiscoveryParts(
                                new CompiledView(
                                        new Compiler(bundle), System::nanoTime, PushObserver.NONE),
                                reporting,
                                own.keyManager(),
                                own.trustManager(refused -> {}),
                                discoveryInformers.viewThread(),
                                timer,
                                System::nanoTime,
                                PushObserver.NONE));
        discoveryInformers.listen(made);
        return made;
    }

    private void register(Replica replica) {
        ReportReader reports = new ReportReader();
        operatorInformers.listen(reports);
        Verdicts verdicts =
                new Verdicts(
                        reports,
                        operatorInformers::view,
                        ObjectName.of(replica.namespace(), "tulle-discovery"),
                        Clock.systemUTC());
        StatusWriter statuses = new StatusWriter(Clock.systemUTC(), StatusObserver.NONE);
        operator.register(
                new TrafficSplitReconciler(new TrafficRoom(operatorInformers, verdicts, statuses)));
        operator.register(
                new MeshPolicyReconciler(new PolicyRoom(operatorInformers, verdicts, statuses)));
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
