package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.report.Replica;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.report.ReportCodec;
import dev.tulle.operator.report.ReportForm;
import dev.tulle.operator.report.Reporting;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A replica of discovery with a hand-made view and hand-made resources, on a loopback port.
final class DiscoveryUnderTest implements AutoCloseable {

    private final TestIdentities identities = new TestIdentities();
    private final ExecutorService viewThread = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<ConfigMap> published = new LinkedBlockingQueue<>();
    private final List<FakeProxy> proxies = new ArrayList<>();
    private final FakeCompilation shop = new FakeCompilation();
    private final BlockingQueue<PushObserver.End> ends = new LinkedBlockingQueue<>();
    private final Discovery discovery;
    private ClusterView view = ClusterView.empty();
    private boolean stopped;

    DiscoveryUnderTest() throws IOException {
        LiveIdentity own = identities.of("tulle-system", "tulle-discovery");
        Reporting reporting =
                Reporting.of(
                        new Replica("tulle-system", "tulle-discovery-a", "uid-discovery"),
                        new Reporting.Outside(published::add, timer, viewThread),
                        System::nanoTime,
                        () -> Instant.now().getEpochSecond());
        discovery =
                new Discovery(
                        new DiscoverySettings(0, Duration.ofMinutes(30), Duration.ofMillis(200)),
                        new DiscoveryParts(
                                shop,
                                reporting,
                                own.keyManager(),
                                own.trustManager(refused -> {}),
                                viewThread,
                                timer,
                                System::nanoTime,
                                new Ends()));
        discovery.start();
    }

    FakeCompilation shop() {
        return shop;
    }

    LiveIdentity identity(String namespace, String account) {
        return identities.of(namespace, account);
    }

    FakeProxy proxy(LiveIdentity identity, String podUid) throws IOException {
        FakeProxy proxy = new FakeProxy(discovery.port(), identity, podUid);
        proxies.add(proxy);
        return proxy;
    }

    /// A proxy of a pod that is in the view, with the pod's own identity.
    FakeProxy proxyOf(String podUid) throws IOException {
        pod(podUid);
        return proxy(identity("shop", "web"), podUid);
    }

    /// Pod `shop/<uid>` runs as ServiceAccount web.
    void pod(String uid) {
        shop.workload(uid, uid);
        change(new ViewEvent.Present(podView(uid)));
    }

    void podGone(String uid) {
        change(new ViewEvent.Gone(ViewKind.POD, ObjectName.of("shop", uid)));
    }

    /// The view has changed, and with it these resources.
    void touch(ResourceKey... keys) {
        shop.touch(keys);
        change();
    }

    private void change(ViewEvent... events) {
        viewThread.execute(() -> {
            ViewChange change = view.after(List.of(events));
            view = change.after();
            discovery.accept(change);
        });
    }

    /// The row of the only object of this test, in the first report in which it looks so.
    Report.ObjectRow awaitRow(Predicate<Report.ObjectRow> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + FakeProxy.PATIENCE.toNanos();
        List<Report.ObjectRow> last = List.of();
        while (System.nanoTime() < deadline) {
            ConfigMap map = published.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            String packed = map == null ? null : map.getBinaryData().get(ReportForm.REPORT.word());
            if (packed == null) {
                continue;
            }
            last = new ReportCodec().decodeReport(Base64.getDecoder().decode(packed)).objects();
            if (last.size() == 1 && wanted.test(last.getFirst())) {
                return last.getFirst();
            }
        }
        assertThat(last).as("rows of the last report").isEmpty();
        throw new AssertionError("no report came");
    }

    PushObserver.End awaitEnd() throws InterruptedException {
        PushObserver.End end = ends.poll(FakeProxy.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(end).as("discovery ends a stream within %s", FakeProxy.PATIENCE).isNotNull();
        return end;
    }

    void stop() {
        if (!stopped) {
            stopped = true;
            discovery.close();
        }
    }

    @Override
    public void close() {
        proxies.forEach(FakeProxy::close);
        stop();
        viewThread.shutdownNow();
        timer.shutdownNow();
    }

    private static ClusterObject podView(String uid) {
        return new PodView(
                new Meta(ObjectName.of("shop", uid), uid, 0, "1", Instant.EPOCH, null),
                Map.of(),
                new PodView.Owner("", ""),
                "web",
                "node-1",
                List.of("10.0.0.9"),
                PodView.Phase.READY,
                "0.1.0",
                List.of(),
                List.of(),
                List.of());
    }

    private final class Ends implements PushObserver {
        @Override
        public void ended(End why) {
            ends.add(why);
        }
    }
}
