package dev.tulle.operator.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private static final ClusterView START = ClusterView.empty();

    @Test
    void findsAServiceByItsClusterIp() {
        ClusterView view = put(START, service("web", "1", "10.0.0.1"));
        assertThat(view.find(ServiceView.class, Index.SERVICE_BY_ADDRESS, "10.0.0.1"))
                .extracting(service -> service.name().toString())
                .containsExactly("shop/web");
    }

    @Test
    void forgetsTheOldAddressOfAChangedService() {
        ClusterView before = put(START, service("web", "1", "10.0.0.1"));
        ViewChange change = before.after(List.of(present(service("web", "2", "10.0.0.2"))));
        assertThat(change.after().members(Index.SERVICE_BY_ADDRESS, "10.0.0.1")).isEmpty();
        assertThat(change.changed())
                .containsExactlyInAnyOrder(
                        new ViewKey.OfObject(ViewKind.SERVICE, ObjectName.of("shop", "web")),
                        new ViewKey.OfMembers(Index.SERVICE_BY_ADDRESS, "10.0.0.1"),
                        new ViewKey.OfMembers(Index.SERVICE_BY_ADDRESS, "10.0.0.2"),
                        new ViewKey.OfValues(Index.SERVICE_BY_ADDRESS));
        assertThat(before.members(Index.SERVICE_BY_ADDRESS, "10.0.0.1"))
                .as("the view that a reader holds does not change")
                .hasSize(1);
    }

    @Test
    void takesAWriteThatChangedNothingAsNoChange() {
        ClusterView before = put(START, service("web", "1", "10.0.0.1"));
        ViewChange change = before.after(List.of(present(service("web", "2", "10.0.0.1"))));
        assertThat(change.changed()).isEmpty();
        assertThat(
                        change.after()
                                .find(ServiceView.class, ObjectName.of("shop", "web"))
                                .map(service -> service.meta().resourceVersion()))
                .hasValue("2");
    }

    @Test
    void leavesNothingBehindWhenEverythingIsGone() {
        ClusterView full =
                put(put(START, service("web", "1", "10.0.0.1")), service("b", "1", "::1"));
        ClusterView view =
                full.after(
                                List.of(
                                        new ViewEvent.Gone(
                                                ViewKind.SERVICE, ObjectName.of("shop", "web")),
                                        new ViewEvent.Gone(
                                                ViewKind.SERVICE, ObjectName.of("shop", "b")),
                                        new ViewEvent.Gone(
                                                ViewKind.SERVICE, ObjectName.of("shop", "never"))))
                        .after();
        assertThat(view.all(ServiceView.class)).isEmpty();
        for (Index index : Index.values()) {
            assertThat(view.values(index)).as("values of %s", index).isEmpty();
        }
    }

    @Test
    void listsANamespaceWithoutItsNeighbours() {
        ClusterView view = put(START, service("web", "1", "10.0.0.1"));
        view = put(view, new ServiceAccountView(meta("shop2", "web", "1")));
        view = put(view, new ServiceAccountView(meta("shop", "a", "1")));
        view = put(view, new ServiceAccountView(meta("sho", "z", "1")));
        assertThat(view.in(ServiceAccountView.class, "shop"))
                .extracting(account -> account.name().toString())
                .containsExactly("shop/a");
    }

    @Test
    void remembersAGoneMeshedPodForAsLongAsASliceNamesIt() {
        FakeCluster cluster = new FakeCluster();
        cluster.service("web", 80);
        PodView pod = cluster.pod("web-1", "10.0.0.1", 80);
        SliceView slice =
                new SliceView(
                        meta("shop", "web-slice", "1"),
                        "web",
                        List.of(new SliceView.Port("p80", 80)),
                        List.of(
                                new SliceView.Endpoint(
                                        "10.0.0.1",
                                        SliceView.State.READY,
                                        new SliceView.Pod(pod.name(), pod.meta().uid()))));
        cluster.put(slice);
        cluster.remove(ViewKind.POD, "web-1");
        assertThat(cluster.view().values(Index.DEPARTED_PODS)).containsExactly("web-1-uid");
        cluster.put(pod);
        assertThat(cluster.view().values(Index.DEPARTED_PODS)).as("it came back").isEmpty();
        cluster.remove(ViewKind.POD, "web-1");
        cluster.remove(ViewKind.SLICE, "web-slice");
        assertThat(cluster.view().values(Index.DEPARTED_PODS)).as("no slice names it").isEmpty();
        cluster.put(pod);
        cluster.remove(ViewKind.POD, "web-1");
        assertThat(cluster.view().values(Index.DEPARTED_PODS)).isEmpty();
    }

    @Test
    void tellsNobodyOfANewAddressInsideADeclaredRange() {
        ClusterView view =
                put(START, new ServiceCidrView(meta("", "cidr", "1"), List.of("10.0.0.0/16")));
        view = put(view, service("web", "1", "10.0.1.1"));
        ViewChange inside = view.after(List.of(present(service("b", "1", "10.0.2.1"))));
        assertThat(inside.changed()).doesNotContain(new ViewKey.OfValues(Index.MESH_RANGE));
        assertThat(inside.after().values(Index.MESH_RANGE)).containsExactly("10.0.0.0/16");
        ViewChange outside = inside.after().after(List.of(present(service("c", "1", "10.9.2.1"))));
        assertThat(outside.changed()).contains(new ViewKey.OfValues(Index.MESH_RANGE));
        assertThat(outside.after().values(Index.MESH_RANGE))
                .containsExactly("10.0.0.0/16", "10.9.2.0/24");
    }

    private static ClusterView put(ClusterView view, ClusterObject object) {
        return view.after(List.of(present(object))).after();
    }

    private static ViewEvent present(ClusterObject object) {
        return new ViewEvent.Present(object);
    }

    private static ServiceView service(String name, String version, String ip) {
        return new ServiceView(
                meta("shop", name, version),
                ServiceView.Kind.CLUSTER_IP,
                List.of(ip),
                Map.of("app", name),
                List.of(new ServiceView.Port("http", 80, "8080", "")));
    }

    private static Meta meta(String namespace, String name, String version) {
        return new Meta(
                ObjectName.of(namespace, name), name + "-uid", 0, version, Instant.EPOCH, null);
    }
}
