package dev.tulle.operator.install;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.report.ReportReader;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusObserver;
import dev.tulle.operator.status.StatusWriter;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The room that installs, alone on an API server and with the rights of the chart, and what others
/// would do for it.
final class InstallUnderTest implements AutoCloseable {

    private static final Set<ViewKind> READ =
            EnumSet.of(
                    ViewKind.NAMESPACE,
                    ViewKind.POD,
                    ViewKind.DEPLOYMENT,
                    ViewKind.CONFIG_MAP,
                    ViewKind.SECRET,
                    ViewKind.INSTALL,
                    ViewKind.AUTHORITY);

    private static final String NAMESPACE = ChartRoles.NAMESPACE;

    private final KubernetesClient client;
    private final KubernetesClient limited;
    private final ClusterInformers informers;
    private final Operator operator;
    private final AtomicReference<Optional<String>> roots =
            new AtomicReference<>(Optional.of("Y2E="));
    private Runnable rootsChanged = () -> {};

    InstallUnderTest(ApiServer server) {
        this.client = server.client();
        this.limited = ChartRoles.as(server, "tulle-operator");
        this.informers =
                new ClusterInformers(limited, NAMESPACE, READ, System::nanoTime, new Uncounted());
        this.operator =
                new Operator(sdk -> sdk.withKubernetesClient(limited).withCloseClientOnStop(false));
    }

    void start() throws InterruptedException {
        ChartRoles.install(client);
        CountDownLatch synced = new CountDownLatch(1);
        ReportReader reports = new ReportReader();
        informers.listen(reports);
        informers.listen(change -> synced.countDown());
        informers.start();
        if (!synced.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no first view: " + informers.problems());
        }
        MeshInstallReconciler installs = new MeshInstallReconciler(room(reports));
        rootsChanged = installs::webhookRootsChanged;
        operator.register(installs);
        operator.start();
    }

    /// The webhook's certificate is signed by others from now on.
    void turnRoots(String base64) {
        roots.set(Optional.of(base64));
        rootsChanged.run();
    }

    private InstallRoom room(ReportReader reports) {
        Clock clock = Clock.systemUTC();
        ApplyObserver silent = ApplyObserver.silent();
        Events events = new Events(limited, FieldOwner.INSTALL, "test", clock, silent);
        Applier applier = new Applier(limited, FieldOwner.INSTALL, events, silent);
        return new InstallRoom(
                NAMESPACE,
                new Release("0.1.0", "control-plane:0.1.0", "proxy:0.1.0", "init:0.1.0", List.of()),
                limited,
                informers,
                new InstallRoom.Writers(
                        new Creator(limited, silent),
                        applier,
                        new Remover(limited, applier, silent)),
                new StatusWriter(new HurriedClock(), StatusObserver.NONE),
                new Verdicts(
                        reports,
                        informers::view,
                        ObjectName.of(NAMESPACE, "tulle-discovery"),
                        clock),
                roots::get,
                clock);
    }

    void makeAuthorityReady() {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(new ObjectMetaBuilder().withName("default").build());
        authority.setSpec(new CertificateAuthoritySpec(null, null));
        if (client.resource(authority).get() == null) {
            client.resource(authority).create();
        }
        authority.setStatus(
                new CertificateAuthorityStatus(
                        1L,
                        "BuiltIn",
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                new MeshCondition(
                                        "Ready",
                                        "True",
                                        "Valid",
                                        "all valid",
                                        "2026-11-20T10:00:00Z",
                                        1L))));
        client.resource(authority).patchStatus();
    }

    void writeServingSecrets() {
        for (String name : List.of(Names.DISCOVERY_SECRET, Names.WEBHOOK_SECRET)) {
            client.resource(
                            new SecretBuilder()
                                    .withMetadata(Names.in(NAMESPACE, name))
                                    .addToStringData("ca.crt", "ca")
                                    .build())
                    .serverSideApply();
        }
    }

    void makeDiscoveryAvailable() {
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("tulle-discovery")
                .waitUntilCondition(seen -> seen != null, 10, TimeUnit.SECONDS);
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("tulle-discovery")
                .editStatus(seen -> {
                    seen.setStatus(
                            new DeploymentStatusBuilder()
                                    .withObservedGeneration(seen.getMetadata().getGeneration())
                                    .withReplicas(1)
                                    .withUpdatedReplicas(1)
                                    .withReadyReplicas(1)
                                    .withAvailableReplicas(1)
                                    .build());
                    return seen;
                });
    }

    void runMeshedPod() {
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("default")
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("meshed")
                                .addToLabels("mesh.tulle.dev/proxied", "true")
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("web")
                                .withImage("web:1")
                                .endContainer()
                                .endSpec()
                                .build())
                .create();
    }

    void endMeshedPod() {
        client.pods().inNamespace(NAMESPACE).withName("meshed").withGracePeriod(0).delete();
    }

    @Override
    public void close() {
        client.resources(MeshInstall.class).withName("default").delete();
        endMeshedPod();
        client.resources(MeshInstall.class)
                .withName("default")
                .waitUntilCondition(install -> install == null, 10, TimeUnit.SECONDS);
        operator.stop();
        informers.close();
        limited.close();
        client.resources(CertificateAuthority.class).withName("default").delete();
    }

    /// Every look at it is a minute later, so no status waits for its pace.
    private static final class HurriedClock extends Clock {
        private Instant now = Instant.parse("2026-11-20T10:00:00Z");

        @Override
        public synchronized Instant instant() {
            now = now.plus(Duration.ofMinutes(1));
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private static final class Uncounted implements ViewObserver {
        @Override
        public void published(ClusterView view, Duration behind) {}

        @Override
        public void restarted(ViewKind kind) {}

        @Override
        public void missed(ViewKind kind, int objects) {}
    }
}
