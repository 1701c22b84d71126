package dev.tulle.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// After any changes, what was recompiled because it read something that changed is what a compile
/// from nothing gives.
class CompilerDifferentialTest {

    private static final int STEPS = 400;
    private static final int MOST_EVENTS_AT_ONCE = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesWhatACompileFromNothingGives(long seed) {
        RandomCluster cluster = new RandomCluster(seed);
        List<ResourceKey> demand = cluster.demand();
        Compiler incremental = new Compiler(GoldenCase.BUNDLE);
        ClusterView view = ClusterView.empty();
        long recompiled = 0;
        long held = 0;
        for (int step = 0; step < STEPS; step++) {
            ViewChange change = view.after(events(cluster, step));
            view = change.after();
            for (ResourceKey key : incremental.readersOf(change.changed())) {
                incremental.recompile(key, view);
                recompiled++;
            }
            held += incremental.held().values().stream().mapToInt(count -> count).sum();
            Map<String, String> kept = versions(GoldenCase.closure(incremental, view, demand));
            Compiler fresh = new Compiler(GoldenCase.BUNDLE);
            Map<String, String> expected = versions(GoldenCase.closure(fresh, view, demand));
            assertThat(kept)
                    .as("seed %s, step %s, changed %s", seed, step, change.changed())
                    .isEqualTo(expected);
        }
        assertThat(recompiled)
                .as("a change reaches a part of the %s resources, not all of them", held)
                .isLessThan(held / 2);
    }

    @Test
    void forgetsWhatNobodyAsksFor() {
        RandomCluster cluster = new RandomCluster(5);
        Compiler compiler = new Compiler(GoldenCase.BUNDLE);
        ClusterView view = ClusterView.empty();
        for (int step = 0; step < 200; step++) {
            view = view.after(events(cluster, step)).after();
        }
        for (Compiled compiled : GoldenCase.closure(compiler, view, cluster.demand())) {
            compiler.drop(compiled.key());
            // A reference that leads nowhere now was asked for as well.
            compiled.references().forEach(compiler::drop);
        }
        cluster.demand().forEach(compiler::drop);
        assertThat(compiler.held()).isEmpty();
        ViewChange everything =
                view.after(
                        view.objects().entrySet().stream()
                                .flatMap(kind ->
                                        kind.getValue().keys().stream()
                                                .<ViewEvent>map(name ->
                                                        new ViewEvent.Gone(kind.getKey(), name)))
                                .toList());
        assertThat(compiler.readersOf(everything.changed()))
                .as("readers of all that the view holds")
                .isEmpty();
    }

    private static List<ViewEvent> events(RandomCluster cluster, int step) {
        List<ViewEvent> events = new ArrayList<>();
        for (int i = 0; i <= step % MOST_EVENTS_AT_ONCE; i++) {
            events.add(cluster.event());
        }
        return events;
    }

    private static Map<String, String> versions(List<Compiled> compiled) {
        return compiled.stream()
                .collect(
                        Collectors.toMap(
                                it -> it.key().type() + " " + it.key().name(), Compiled::version));
    }
}
