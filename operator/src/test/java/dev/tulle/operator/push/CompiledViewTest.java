package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.compile.Compiler;
import dev.tulle.operator.compile.DestinationKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.ViewKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledViewTest {

    private final List<String> told = new ArrayList<>();
    private long now;
    private final CompiledView compiled =
            new CompiledView(
                    new Compiler(ObjectName.of("tulle-system", "tulle-trust-bundle")),
                    () -> now += 5,
                    new PushObserver() {
                        @Override
                        public void compiled(ResourceType type, long nanos) {
                            told.add(type + " " + nanos);
                        }
                    });

    @Test
    void timesWhatIsCompiledAndNotWhatIsKept() {
        FakeCluster cluster = new FakeCluster();
        ServiceView service = cluster.service("web", 80);
        DestinationKey web = new DestinationKey(service.clusterIps().getFirst(), 80);

        compiled.compile(web);
        compiled.compile(web);
        List<String> once = List.copyOf(told);
        compiled.advance(cluster.remove(ViewKind.SERVICE, "web"));
        compiled.compile(web);

        assertThat(once).containsExactly("DESTINATION 5");
        assertThat(told).hasSize(2);
    }
}
