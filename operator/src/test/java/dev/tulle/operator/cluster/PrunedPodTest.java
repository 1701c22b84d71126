package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.PodView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrunedPodTest {

    private static final Path POD = Path.of("src/test/resources/pods/meshed.yaml");
    private static final int PODS = 3_000;
    private static final int MOST_BYTES = 3_000;

    @Test
    void keepsLessThanThreeKilobytesOfAPod() throws IOException {
        String yaml = Files.readString(POD);
        KubernetesSerialization serialization = new KubernetesSerialization();
        String json = serialization.asJson(serialization.unmarshal(yaml, Pod.class));
        PodView[] kept = new PodView[PODS];
        long before = used();
        for (int i = 0; i < PODS; i++) {
            String own = json.replace("web-7d9f5c6b8-abcde", "web-7d9f5c6b8-" + i);
            kept[i] = PodReader.pod(serialization.unmarshal(own, Pod.class));
        }
        long bytes = (used() - before) / PODS;
        assertThat(kept[PODS - 1].name().name()).isEqualTo("web-7d9f5c6b8-" + (PODS - 1));
        assertThat(json.length()).as("the whole pod, as JSON").isGreaterThan(5_000);
        assertThat(bytes).as("bytes of heap for a pruned pod").isBetween(1L, (long) MOST_BYTES);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
