package dev.tulle.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A transition is one Event, a warning only when somebody may have to look.
@ExtendWith(ApiServer.class)
class TransitionEventsApiTest {

    private final KubernetesClient client;
    private final TransitionEvents events;

    TransitionEventsApiTest(KubernetesClient client) {
        this.client = client;
        this.events =
                new TransitionEvents(
                        new Events(
                                client,
                                FieldOwner.TRAFFIC,
                                "test",
                                Clock.systemUTC(),
                                ApplyObserver.silent()));
    }

    @Test
    void warnsOfWhatSomebodyMayHaveToLookAt() {
        assertThat(eventsOf("w1", ConditionType.READY, "False", Reason.SERVICE_NOT_FOUND))
                .containsExactly("Warning ServiceNotFound");
        assertThat(eventsOf("w2", ConditionType.CONFLICTED, "True", Reason.CONFLICT))
                .containsExactly("Warning Conflict");
    }

    @Test
    void tellsGoodNewsAndWhatIsUnderWay() {
        assertThat(eventsOf("n1", ConditionType.READY, "True", Reason.PROGRAMMED))
                .containsExactly("Normal Programmed");
        assertThat(eventsOf("n2", ConditionType.READY, "False", Reason.WAITING_FOR_PROXIES))
                .containsExactly("Normal WaitingForProxies");
        assertThat(eventsOf("n3", ConditionType.CONFLICTED, "False", Reason.AS_EXPECTED))
                .containsExactly("Normal AsExpected");
    }

    @Test
    void leavesOutWhatReadyRepeats() {
        assertThat(eventsOf("r1", ConditionType.STALLED, "True", Reason.INVALID)).isEmpty();
        assertThat(eventsOf("r2", ConditionType.PROGRAMMED, "False", Reason.PROXY_REJECTED))
                .isEmpty();
    }

    private List<String> eventsOf(String name, ConditionType type, String status, Reason reason) {
        ConfigMap object =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .withUid("uid-" + name)
                        .endMetadata()
                        .build();

        events.turned(
                object,
                new MeshCondition(
                        type.word(), status, reason.word(), "why", "2026-11-20T10:00:00Z", 1L));

        return client.events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> name.equals(event.getRegarding().getName()))
                .map(TransitionEventsApiTest::words)
                .toList();
    }

    private static String words(Event event) {
        return event.getType() + ' ' + event.getReason();
    }
}
