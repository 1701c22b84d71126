package dev.tulle.e2e.rotation;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.Outage;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Others' injectors went on serving a certificate that had been renewed, until no pod could start.
/// Ours serves each new one without a restart, and a pod can be made at every moment.
@OnTheMesh
@Tag("outage")
class OutageO13IT {
    private static final Duration SERVED = Duration.ofSeconds(10);
    private static final String SECRET = "tulle-webhook-tls";

    @Test
    void podsAreInjectedThroughEveryRenewalOfTheWebhook(Mesh mesh) {
        try (var namespace = mesh.namespace("outage-o13")) {
            namespace.start(Workload.client("outside").plain());
            var webhook = new Served(namespace, "outside", "tulle-webhook.tulle-system.svc:443");
            var before = incarnations(mesh);
            var failures = new CopyOnWriteArrayList<String>();
            var injected = new AtomicInteger();
            var end = System.nanoTime() + Outage.length().toNanos();
            var renewals = 0;
            try (var every = Executors.newSingleThreadScheduledExecutor()) {
                var _ =
                        every.scheduleAtFixedRate(
                                () -> create(mesh, injected, failures), 0, 1, TimeUnit.SECONDS);
                while (System.nanoTime() < end) {
                    var serial = mesh.renew(Mesh.SYSTEM, SECRET);
                    eventually(
                            "the webhook serves " + serial,
                            SERVED,
                            webhook::serial,
                            serial::equalsIgnoreCase);
                    renewals++;
                }
            }

            System.out.println("renewals: " + renewals + ", pods injected: " + injected);
            assertThat(failures).as("pods that were refused or not injected").isEmpty();
            assertThat(renewals).as("renewals").isGreaterThanOrEqualTo(3);
            assertThat(injected.get())
                    .as("pods, about one a second")
                    .isGreaterThan((int) (Outage.length().toSeconds() * 3 / 4));
            assertThat(incarnations(mesh)).as("discovery pods and restarts").isEqualTo(before);
        }
    }

    private static void create(Mesh mesh, AtomicInteger injected, List<String> failures) {
        try {
            var made = mesh.client().resource(pod()).dryRun(true).create();
            if (made.getSpec().getInitContainers().stream()
                    .anyMatch(container -> container.getName().equals("tulle-proxy"))) {
                injected.incrementAndGet();
            } else {
                failures.add("not injected");
            }
        } catch (RuntimeException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("every-second-")
                .withNamespace("outage-o13")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("never-pulled")
                .endContainer()
                .endSpec()
                .build();
    }

    private static List<String> incarnations(Mesh mesh) {
        return mesh.controlPlane(Mesh.DISCOVERY).stream()
                .map(pod ->
                        pod.getMetadata().getUid()
                                + " "
                                + pod.getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getRestartCount())
                .sorted()
                .toList();
    }
}
