package dev.tulle.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.Reason;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apply.ApplyObserver.Result;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class ApplierApiTest {
    private static final String NAMESPACE = "apply";
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final KubernetesClient client;
    private final Recorder recorder = new Recorder();
    private final Events events;
    private final Applier applier;
    private final Remover remover;

    ApplierApiTest(KubernetesClient client) {
        this.client = client;
        this.events =
                new Events(
                        client,
                        FieldOwner.TRAFFIC,
                        "tulle-operator-0",
                        InstantSource.fixed(NOW),
                        recorder);
        this.applier = new Applier(client, FieldOwner.TRAFFIC, events, recorder);
        this.remover = new Remover(client, applier, recorder);
    }

    @BeforeEach
    void startEmpty() {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.configMaps().inNamespace(NAMESPACE).withName("one").delete();
        client.events().v1().events().inNamespace(NAMESPACE).delete();
    }

    @Test
    void aSecondApplyOfTheSameWritesNothing() {
        ConfigMap first = applier.apply(one("a"));
        ConfigMap second = applier.apply(one("a"));

        assertThat(recorder.results).containsExactly(Result.WRITTEN, Result.UNCHANGED);
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void whatOthersAddIsNeitherOursNorTouched() {
        applier.apply(one("a"));
        patch("{\"data\":{\"theirs\":\"x\"}}");

        ConfigMap stored = applier.apply(one("a"));

        assertThat(recorder.results).containsExactly(Result.WRITTEN, Result.UNCHANGED);
        assertThat(stored.getData())
                .containsOnly(Map.entry("value", "a"), Map.entry("theirs", "x"));
    }

    @Test
    void aForeignChangeOfOurFieldIsPutBackAndToldOnce() {
        applier.apply(one("a"));
        patch("{\"data\":{\"value\":\"foreign\"}}");
        ConfigMap stored = applier.apply(one("a"));
        patch("{\"data\":{\"value\":\"foreign\"}}");
        applier.apply(one("a"));

        assertThat(stored.getData()).containsEntry("value", "a");
        assertThat(recorder.results).containsExactly(Result.WRITTEN, Result.FORCED, Result.FORCED);
        assertThat(storedEvents())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("Conflict");
                    assertThat(event.getNote()).contains("somebody", ".data.value");
                    assertThat(event.getSeries()).isNull();
                });
    }

    @Test
    void aDeletedObjectIsWrittenAgain() {
        applier.apply(one("a"));
        client.resource(one("a")).delete();

        applier.apply(one("a"));

        assertThat(client.resource(one("a")).get()).isNotNull();
        assertThat(recorder.results).containsExactly(Result.WRITTEN, Result.WRITTEN);
    }

    @Test
    void aFieldThatIsNoLongerDesiredGoes() {
        applier.apply(one("a"));

        ConfigMap stored =
                applier.apply(
                        new ConfigMapBuilder(one("a")).withData(Map.of("other", "b")).build());

        assertThat(stored.getData()).containsOnly(Map.entry("other", "b"));
    }

    @Test
    void theLockLetsOneOfTwoWin() {
        Seen seen = Seen.of(applier.apply(one("a")));

        Optional<ConfigMap> winner = applier.applyIfStill(seen, one("b"));
        Optional<ConfigMap> loser = applier.applyIfStill(seen, one("c"));

        assertThat(winner).isPresent();
        assertThat(loser).isEmpty();
        assertThat(client.resource(one("")).get().getData()).containsEntry("value", "b");
        assertThat(recorder.results).endsWith(Result.OUTDATED);
    }

    @Test
    void theLockHoldsForAnObjectThatIsGone() {
        Seen seen = Seen.of(applier.apply(one("a")));
        remover.remove(one("a"));

        assertThat(applier.applyIfStill(seen, one("b"))).isEmpty();
        assertThat(client.resource(one("")).get()).isNull();
    }

    @Test
    void theLoserOfACreationReadsTheWinner() {
        Creator creator = new Creator(client, recorder);

        ConfigMap first = creator.create(one("a"));
        ConfigMap second = creator.create(one("b"));

        assertThat(second.getData()).containsEntry("value", "a");
        assertThat(second.getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
        assertThat(recorder.results).containsExactly(Result.WRITTEN, Result.ALREADY_EXISTS);
    }

    @Test
    void aRehearsalStoresNothing() {
        ConfigMap answer = new Creator(client, recorder).rehearse(one("a"));

        assertThat(answer.getMetadata().getUid()).isNotEmpty();
        assertThat(client.resource(one("a")).get()).isNull();
    }

    @Test
    void removingTwiceIsSuccessAndRemovingSomethingNewerIsNot() {
        Seen seen = Seen.of(applier.apply(one("a")));
        applier.apply(one("b"));

        assertThat(remover.removeIfStill(seen, one("b"))).isFalse();
        remover.remove(one("b"));
        remover.remove(one("b"));

        assertThat(client.resource(one("b")).get()).isNull();
    }

    @Test
    void repeatsOfAnEventRaiseItsCount() {
        ConfigMap regarding = applier.apply(one("a"));

        for (int i = 0; i < 3; i++) {
            events.warn(regarding, Reason.ISSUER_EXPIRED, "the issuer is over");
        }
        events.tell(regarding, Reason.VALID, "all is well");

        assertThat(storedEvents()).hasSize(2);
        assertThat(storedEvents())
                .filteredOn(event -> event.getReason().equals("IssuerExpired"))
                .singleElement()
                .satisfies(event -> assertThat(event.getSeries().getCount()).isEqualTo(3));
    }

    @Test
    void tenEventsPerObjectAndHourAreEnough() {
        ConfigMap regarding = applier.apply(one("a"));

        for (int i = 0; i < 15; i++) {
            events.warn(regarding, Reason.ISSUER_EXPIRED, "note " + i);
        }

        assertThat(storedEvents()).hasSize(10);
        assertThat(recorder.suppressed).isEqualTo(5);
    }

    private List<Event> storedEvents() {
        return client.events().v1().events().inNamespace(NAMESPACE).list().getItems();
    }

    private void patch(String json) {
        PatchContext context =
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withFieldManager("somebody")
                        .build();
        client.resource(one("")).patch(context, json);
    }

    private static ConfigMap one(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("one")
                .endMetadata()
                .withData(Map.of("value", value))
                .build();
    }

    private static final class Recorder implements ApplyObserver {
        final List<Result> results = new ArrayList<>();
        int suppressed;

        @Override
        public void wrote(String kind, Result result) {
            results.add(result);
        }

        @Override
        public void eventSuppressed() {
            suppressed++;
        }
    }
}
