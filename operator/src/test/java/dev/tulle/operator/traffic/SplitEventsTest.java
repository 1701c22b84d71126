package dev.tulle.operator.traffic;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitEventsTest {

    private static final ObjectName WEB = ObjectName.of("shop", "web");
    private static final ObjectName SECOND = ObjectName.of("shop", "second");

    private final FakeCluster cluster = new FakeCluster();

    SplitEventsTest() {
        cluster.service("web", 80);
        cluster.service("web-canary", 80);
        cluster.split("web", "web", backend("web", 90), backend("web-canary", 10));
    }

    @Test
    void visitsTheSplitsOfAServiceThatIsGone() {
        ViewChange root = cluster.remove(ViewKind.SERVICE, "web");
        ViewChange backend = cluster.remove(ViewKind.SERVICE, "web-canary");

        assertThat(SplitEvents.touched(root, Set.of())).containsExactly(WEB);
        assertThat(SplitEvents.touched(backend, Set.of())).containsExactly(WEB);
    }

    @Test
    void visitsTheSplitThatInheritsTheTrafficOfADeletedOne() {
        cluster.split("second", "web", backend("web", 1));

        ViewChange change = cluster.remove(ViewKind.SPLIT, "web");

        assertThat(SplitEvents.touched(change, Set.of())).containsExactlyInAnyOrder(WEB, SECOND);
    }

    @Test
    void visitsTheSplitsThatDiscoverySpeaksOf() {
        ViewChange change = cluster.remove(ViewKind.CONFIG_MAP, "none");

        assertThat(SplitEvents.touched(change, Set.of(SECOND))).containsExactly(SECOND);
    }

    @Test
    void visitsNothingForAServiceThatNoSplitNames() {
        ViewChange change = cluster.remove(ViewKind.SERVICE, "other");

        assertThat(SplitEvents.touched(change, Set.of())).isEmpty();
    }
}
