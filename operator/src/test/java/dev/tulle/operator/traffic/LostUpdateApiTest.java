package dev.tulle.operator.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.status.StatusObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An edit that lands between the read of an object and the write of its status must not be lost:
/// the SDK drops events that it takes for the echo of its own writes, unless it is told not to
/// compare resourceVersions. Compared, some of these objects stay behind for good.
@ExtendWith(ApiServer.class)
class LostUpdateApiTest {

    private static final int SPLITS = 60;
    private static final int EDITS = 6;
    private static final Duration BETWEEN_EDITS = Duration.ofMillis(12);
    private static final Duration SETTLES = Duration.ofSeconds(20);

    private final KubernetesClient client;

    LostUpdateApiTest(KubernetesClient client) {
        this.client = client;
    }

    @Test
    void seesTheLastOfManyQuickEditsOfEveryObject() throws Exception {
        try (SplitsOnApiServer splits =
                        new SplitsOnApiServer(client, "lost-update", StatusObserver.NONE);
                ExecutorService editors = Executors.newFixedThreadPool(6)) {
            List<Future<?>> edits =
                    IntStream.range(0, SPLITS)
                            .<Future<?>>mapToObj(
                                    i -> editors.submit(() -> edit(splits, "web-" + i)))
                            .toList();
            for (Future<?> edit : edits) {
                edit.get();
            }

            long deadline = System.nanoTime() + SETTLES.toNanos();
            List<String> stuck = stuck(splits);
            while (!stuck.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                stuck = stuck(splits);
            }

            assertThat(splits.all()).hasSize(SPLITS);
            assertThat(stuck).as("objects whose last edit nobody saw").isEmpty();
        }
    }

    private static void edit(SplitsOnApiServer splits, String name) {
        for (int canary = 1; canary <= EDITS; canary++) {
            splits.apply(name, canary);
            LockSupport.parkNanos(BETWEEN_EDITS.toNanos());
        }
    }

    private static List<String> stuck(SplitsOnApiServer splits) {
        return splits.all().stream()
                .filter(LostUpdateApiTest::isBehind)
                .map(split -> split.getMetadata().getName())
                .toList();
    }

    private static boolean isBehind(TrafficSplit split) {
        TrafficSplitStatus status = split.getStatus();
        return status == null
                || !Objects.equals(
                        status.observedGeneration(), split.getMetadata().getGeneration());
    }
}
