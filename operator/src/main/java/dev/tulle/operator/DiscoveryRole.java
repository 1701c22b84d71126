package dev.tulle.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.compile.Compiler;
import dev.tulle.operator.inject.AdmissionEndpoint;
import dev.tulle.operator.inject.WebhookServer;
import dev.tulle.operator.metrics.HandshakeMetrics;
import dev.tulle.operator.metrics.InjectionMetrics;
import dev.tulle.operator.metrics.PushMetrics;
import dev.tulle.operator.push.CompiledView;
import dev.tulle.operator.push.Discovery;
import dev.tulle.operator.push.DiscoveryParts;
import dev.tulle.operator.push.DiscoverySettings;
import dev.tulle.operator.report.Replica;
import dev.tulle.operator.report.Reporting;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/// Role discovery: serves proxies and the webhook. Every replica is active; none writes anything
/// but its own reports.
final class DiscoveryRole implements AutoCloseable {

    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(30);

    static final Set<ViewKind> READ =
            EnumSet.of(
                    ViewKind.NAMESPACE,
                    ViewKind.SERVICE,
                    ViewKind.SLICE,
                    ViewKind.POD,
                    ViewKind.NODE,
                    ViewKind.SERVICE_CIDR,
                    ViewKind.CONFIG_MAP,
                    ViewKind.AFFINITY_KEYS,
                    ViewKind.INSTALL,
                    ViewKind.AUTHORITY,
                    ViewKind.SPLIT,
                    ViewKind.POLICY);

    private static final int DEBUG_PORT = 8081;

    private final RoleParts parts;
    private final ClusterInformers informers;
    private final ServedIdentity discoveryIdentity;
    private final ServedIdentity webhookIdentity;
    private final ExecutorService reportWriter =
            Executors.newSingleThreadExecutor(daemons("report-writer"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(daemons("push-timer"));
    private final Reporting reporting;
    private final Discovery discovery;
    private final WebhookServer webhook;
    private final DebugServer debug;
    private volatile boolean open;

    DiscoveryRole(RoleParts parts, Vertx vertx) throws IOException {
        this.parts = parts;
        this.informers = parts.informers(READ);
        this.discoveryIdentity = new ServedIdentity(parts, "tulle-discovery-tls");
        this.webhookIdentity = new ServedIdentity(parts, "tulle-webhook-tls");
        this.reporting = reporting();
        this.discovery = discovery();
        this.webhook = webhook(vertx);
        this.debug = new DebugServer(vertx, discovery::facts, () -> informers.view().toString());
    }

    /// The order: caches, certificates, sockets. Only then is the replica ready.
    void start() throws InterruptedException, IOException {
        parts.vitals().readyWhenQuiet(this::closedSockets);
        parts.vitals().readyWhenQuiet(informers::problems);
        parts.vitals().aliveWhileQuiet(parts.pulse(informers, VIEW_PATIENCE));
        parts.vitals().readyWhenQuiet(discoveryIdentity::problems);
        parts.vitals().readyWhenQuiet(webhookIdentity::problems);
        parts.vitals().readyWhenQuiet(this::unpublishedReport);
        parts.ageOf("tulle.report.age.seconds", reporting.publisher()::age);
        informers.listen(discovery);
        discoveryIdentity.start();
        webhookIdentity.start();
        FirstView.await(informers);
        discovery.start();
        webhook.start();
        debug.start(DEBUG_PORT);
        open = true;
    }

    @Override
    public void close() {
        debug.close();
        webhook.close();
        discovery.close();
        discoveryIdentity.close();
        webhookIdentity.close();
        informers.close();
        timer.shutdownNow();
        reportWriter.shutdownNow();
    }

    private Reporting reporting() {
        OperatorSettings.Pod pod = parts.settings().pod();
        Applier applier = parts.applier(FieldOwner.DISCOVERY);
        return Reporting.of(
                new Replica(pod.namespace(), pod.name(), pod.uid()),
                new Reporting.Outside(applier::apply, reportWriter, informers.viewThread()),
                System::nanoTime,
                () -> parts.clock().instant().getEpochSecond());
    }

    private Discovery discovery() throws IOException {
        ObjectName trustBundle =
                ObjectName.of(parts.settings().pod().namespace(), "tulle-trust-bundle");
        PushMetrics metrics = new PushMetrics(parts.registry());
        return new Discovery(
                DiscoverySettings.at(parts.settings().port().discovery()),
                new DiscoveryParts(
                        new CompiledView(new Compiler(trustBundle), System::nanoTime, metrics),
                        reporting,
                        discoveryIdentity.identity().keyManager(),
                        discoveryIdentity
                                .identity()
                                .trustManager(new HandshakeMetrics(parts.registry())),
                        informers.viewThread(),
                        timer,
                        System::nanoTime,
                        metrics));
    }

    private WebhookServer webhook(Vertx vertx) {
        InjectionMetrics metrics = new InjectionMetrics(parts.registry());
        AdmissionEndpoint endpoint =
                new AdmissionEndpoint(
                        new ObjectMapper(),
                        new InjectionFacts(informers, parts.settings()),
                        System::nanoTime,
                        metrics);
        return new WebhookServer(
                vertx,
                webhookIdentity.identity().keyManager(),
                endpoint,
                metrics,
                parts.settings().port().webhook());
    }

    /// A ready replica that the leader has not heard of would make every status wait for it.
    private List<String> unpublishedReport() {
        return reporting.publisher().hasPublished()
                ? List.of()
                : List.of("the first report is not written yet");
    }

    private List<String> closedSockets() {
        return open ? List.of() : List.of("the ports of discovery and webhook are not open yet");
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }
}
