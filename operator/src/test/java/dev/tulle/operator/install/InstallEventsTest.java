package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import org.junit.jupiter.api.Test;

class InstallEventsTest {

    private static final ObjectName INSTALL = ObjectName.of("", "default");

    private final FakeCluster cluster = new FakeCluster();
    private final PodView pod = cluster.pod("web-1", "10.0.0.1", 80);

    @Test
    void visitsForAPodThatBecomesReadyOrIsReadyNoMore() {
        ViewChange went = cluster.remove(ViewKind.POD, "web-1");
        ViewChange came = cluster.put(pod);

        assertThat(InstallEvents.touched(came)).containsExactly(INSTALL);
        assertThat(InstallEvents.touched(went)).containsExactly(INSTALL);
    }

    @Test
    void visitsForNoOtherChangeOfAPod() {
        ViewChange moved = cluster.put(new FakeCluster().pod("web-1", "10.0.0.9", 80));

        assertThat(moved.names(ViewKind.POD)).isNotEmpty();
        assertThat(InstallEvents.touched(moved)).isEmpty();
    }
}
