package dev.tulle.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.Endpoint;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.ViewKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointsTranslatorTest {

    private static final ObjectName WEB = ObjectName.of("shop", "web");

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void leavesAMeshedPodOutThatIsGoneWhileItsSliceIsOld() {
        cluster.service("web", 80);
        PodView pod = cluster.pod("web-1", "10.0.0.1", 80);
        slice(pod.name(), pod.meta().uid());
        assertThat(endpoints()).extracting(Endpoint::getContract).containsExactly(1);
        cluster.remove(ViewKind.POD, "web-1");
        assertThat(endpoints()).as("it must not look like an unmeshed one").isEmpty();
    }

    @Test
    void leavesAPodOutWhoseNameAnotherOneHasNow() {
        cluster.service("web", 80);
        PodView pod = cluster.pod("web-1", "10.0.0.1", 80);
        slice(pod.name(), "uid-of-the-one-before");
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void keepsAPodThatWasNeverMeshed() {
        cluster.service("web", 80);
        slice(ObjectName.of("shop", "plain-1"), "plain-uid");
        assertThat(endpoints()).extracting(Endpoint::getContract).containsExactly(0);
    }

    @Test
    void keepsTheSameThousandWhenOthersComeAndGo() {
        cluster.service("web", 80);
        cluster.slice("web", SliceView.State.READY, addresses(1_200));
        List<Endpoint> before = endpoints();
        cluster.slice("web", SliceView.State.READY, addresses(1_199));
        List<Endpoint> after = endpoints();
        assertThat(before).hasSize(EndpointsTranslator.MOST_ENDPOINTS);
        assertThat(after).hasSize(EndpointsTranslator.MOST_ENDPOINTS);
        assertThat(before.stream().filter(after::contains).count())
                .as("endpoints that stay when one of 1,200 goes")
                .isGreaterThanOrEqualTo(EndpointsTranslator.MOST_ENDPOINTS - 1);
    }

    private static String[] addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.1." + i / 250 + "." + i % 250)
                .toArray(String[]::new);
    }

    private void slice(ObjectName pod, String uid) {
        cluster.put(
                new SliceView(
                        new Meta(ObjectName.of("shop", "s"), "s", 1, "1", Instant.EPOCH, null),
                        "web",
                        List.of(new SliceView.Port("p80", 80)),
                        List.of(
                                new SliceView.Endpoint(
                                        "10.0.0.1",
                                        SliceView.State.READY,
                                        new SliceView.Pod(pod, uid)))));
    }

    private List<Endpoint> endpoints() {
        EndpointsKey key = new EndpointsKey(new BackendSubject.OfService(WEB), 80);
        Translation translation =
                new EndpointsTranslator().translate(key, Reads.of(cluster.view())).orElseThrow();
        return ((Endpoints) translation.message()).getEndpointsList();
    }
}
