package dev.tulle.e2e.observe;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A proxy whose pod calls one Service, while there are ten, then 5,000 others: what it holds and
/// what it is sent does not depend on them.
@AloneOnTheMesh
@Tag("long")
class GrowthIT {
    private static final int[] SERVICES = {10, 100, 1_000, 5_000};
    private static final int WRITERS = 8;
    private static final int CALLS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Between two looks a proxy is sent nothing but what keeps its streams alive, and answers to
    /// its reports.
    private static final long MOST_BYTES_BETWEEN = 4_096;

    /// The heap of a proxy breathes; per Service this would be 400 bytes.
    private static final long MOST_KILOBYTES = 2_048;

    private static final Pattern RECEIVED = Pattern.compile("bytes_received:(\\d+)");
    private static final Pattern FIELD = Pattern.compile("(?m)^(Rss|Pss): +(\\d+) kB");

    /// What the proxy has received from discovery since it was started, and its memory in kB.
    record Look(int services, long received, long rss, long pss) {}

    @Test
    void nothingGrowsWithServicesThatThePodDoesNotCall(Mesh mesh) {
        var looks = new ArrayList<Look>();
        try (var namespace = mesh.namespace("growth");
                var foreign = mesh.namespace("growth-foreign")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            // What the first thousand calls make of classes and code is no growth.
            for (int i = 0; i < 8; i++) {
                Traffic.send(namespace, "client", "catalog", CALLS);
            }
            int made = 0;
            for (int wanted : SERVICES) {
                create(foreign, made, wanted);
                made = wanted;
                assertThat(Traffic.send(namespace, "client", "catalog", CALLS).failed()).isZero();
                mesh.quiet(Duration.ofSeconds(5));
                looks.add(look(namespace, wanted));
            }
        }
        looks.forEach(System.out::println);
        for (int i = 1; i < looks.size(); i++) {
            assertThat(looks.get(i).received() - looks.get(i - 1).received())
                    .as("bytes from discovery between %s and %s", looks.get(i - 1), looks.get(i))
                    .isBetween(0L, MOST_BYTES_BETWEEN);
        }
        assertThat(looks.getLast().pss() - looks.getFirst().pss())
                .as("growth in kB: %s", looks)
                .isLessThan(MOST_KILOBYTES);
    }

    private static Look look(TestNamespace namespace, int services) {
        var sockets =
                RECEIVED.matcher(
                        namespace.run("client", PATIENCE, "ss", "-tinH", "dst", ":8443").text());
        long received = 0;
        while (sockets.find()) {
            received += Long.parseLong(sockets.group(1));
        }
        var pod = namespace.pods("client").getFirst().getMetadata().getName();
        var memory =
                FIELD.matcher(
                        namespace
                                .runIn(pod, "tulle-proxy", PATIENCE, "cat", "/proc/1/smaps_rollup")
                                .text());
        long rss = 0;
        long pss = 0;
        while (memory.find()) {
            long value = Long.parseLong(memory.group(2));
            if (memory.group(1).equals("Rss")) {
                rss = value;
            } else {
                pss = value;
            }
        }
        assertThat(received).as("bytes from discovery").isPositive();
        assertThat(pss).as("memory of the proxy").isPositive();
        return new Look(services, received, rss, pss);
    }

    private static void create(TestNamespace foreign, int from, int to) {
        var client = foreign.mesh().client();
        var before = known(foreign);
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = from; i < to; i++) {
                var name = "service-" + i;
                var address = "10.200." + i / 250 + "." + (1 + i % 250);
                writers.execute(() -> {
                    client.resource(service(name)).inNamespace(foreign.name()).create();
                    client.resource(slice(name, address)).inNamespace(foreign.name()).create();
                });
            }
        }
        eventually(
                "discovery knows %d Services more".formatted(to - from),
                PATIENCE,
                () -> known(foreign),
                now -> now >= before + to - from);
    }

    private static double known(TestNamespace namespace) {
        return namespace.mesh().metric(Mesh.DISCOVERY, "tulle_informer_objects{type=\"slice\"}");
    }

    private static Service service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("http")
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    private static EndpointSlice slice(String service, String address) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }
}
