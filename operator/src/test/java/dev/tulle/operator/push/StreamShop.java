package dev.tulle.operator.push;

import static dev.tulle.operator.push.FakeCompilation.destinationKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.AckTable;
import dev.tulle.operator.report.ProxyRef;
import dev.tulle.operator.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A shop with one Service that is split, the library of its resources, and a clock that is moved
/// by hand.
final class StreamShop {

    static final String WEB = "10.96.0.1:80";
    static final ResourceKey DESTINATION = destinationKey(WEB);

    private long now = 1_000_000;
    private final FakeCompilation resources = new FakeCompilation();
    private final AckTable acks = new AckTable(() -> now / 1_000_000_000);
    private final Library library = new Library(resources, () -> now);

    FakeCompilation resources() {
        return resources;
    }

    AckTable acks() {
        return acks;
    }

    Library library() {
        return library;
    }

    /// The Service with these weights per backend, made from a generation of its split.
    void put(long generation, Map<String, Integer> weights) {
        resources.destination(WEB, generation, weights);
        for (String backend : weights.keySet()) {
            resources.backend(backend);
            resources.endpoints(backend, "10.0.0.1");
        }
    }

    /// A stream whose client has asked for every type.
    ProxyStream stream(String uid) {
        ProxyStream made = closedStream(uid);
        openAll(made, Map.of());
        return made;
    }

    /// A stream whose client has not asked for anything.
    ProxyStream closedStream(String uid) {
        return new ProxyStream(
                new ProxyRef(uid, "shop/" + uid), library, acks, () -> now, () -> {});
    }

    static void openAll(ProxyStream stream, Map<ResourceType, Map<String, String>> versions) {
        for (ResourceType type : ResourceType.values()) {
            stream.open(type, versions.getOrDefault(type, Map.of()));
        }
    }

    void refresh(ResourceKey key, ChangeClass changeClass) {
        library.refresh(ResourceName.of(key), changeClass);
    }

    String version(ResourceKey key) {
        return resources.compile(key).orElseThrow().version();
    }

    void after(Duration time) {
        now += time.toNanos();
    }

    Report.ObjectRow row() {
        assertThat(acks.rows()).as("rows of the one split").hasSize(1);
        return acks.rows().getFirst();
    }

    static void refuse(ProxyStream stream, Outgoing outgoing) {
        Map<String, ProxyStream.Refusal> refusals =
                Map.of(WEB, new ProxyStream.Refusal(RejectionReason.INVALID_FIELD, "too heavy"));
        assertThat(stream.nacked(outgoing.nonce(), refusals)).isPresent();
    }

    /// Everything that is sent to a client that acknowledges at once.
    static List<Outgoing> drain(ProxyStream stream) {
        List<Outgoing> all = new ArrayList<>();
        for (Optional<Outgoing> next = stream.next(); next.isPresent(); next = stream.next()) {
            all.add(next.get());
            assertThat(stream.acked(next.get().nonce())).isPresent();
        }
        return all;
    }
}
