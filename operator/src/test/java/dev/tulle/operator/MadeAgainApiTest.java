package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.Mtls;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apiserver.MadeAgain;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An object that is made again at once is another object: its status is its own.
@ExtendWith(ApiServer.class)
class MadeAgainApiTest {

    private static final String NAMESPACE = "made-again";
    private static final int ROUNDS = 20;

    private final KubernetesClient client;
    private final OperatorUnderTest operator;

    MadeAgainApiTest(ApiServer server) {
        this.client = server.client();
        this.operator = new OperatorUnderTest(ChartRoles.as(server, "tulle-operator"), NAMESPACE);
    }

    @BeforeEach
    void start() throws InterruptedException {
        ChartRoles.install(client);
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.close();
        client.resource(split()).delete();
        client.resource(policy()).delete();
    }

    @Test
    void splitThatIsMadeAgainGetsAStatusOfItsOwn() {
        assertEachIsSeen(
                MadeAgainApiTest::split,
                split -> split.getStatus() == null ? null : split.getStatus().observedGeneration());
    }

    @Test
    void policyThatIsMadeAgainGetsAStatusOfItsOwn() {
        assertEachIsSeen(
                MadeAgainApiTest::policy,
                policy ->
                        policy.getStatus() == null
                                ? null
                                : policy.getStatus().observedGeneration());
    }

    private <R extends CustomResource<?, ?>> void assertEachIsSeen(
            Supplier<R> maker, Function<R, @Nullable Long> observed) {
        for (int round = 0; round < ROUNDS; round++) {
            R made = MadeAgain.atOnce(client, maker.get());

            R seen =
                    client.resource(made)
                            .waitUntilCondition(
                                    found -> found != null && observed.apply(found) != null,
                                    10,
                                    TimeUnit.SECONDS);

            assertThat(seen.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
            assertThat(Objects.requireNonNull(observed.apply(seen)))
                    .isEqualTo(seen.getMetadata().getGeneration());
        }
    }

    private static TrafficSplit split() {
        TrafficSplit split = new TrafficSplit();
        split.setMetadata(named());
        split.setSpec(
                new TrafficSplitSpec(
                        "web", null, List.of(new TrafficSplitSpec.Backend("web-1", 100, null))));
        return split;
    }

    private static MeshPolicy policy() {
        MeshPolicy policy = new MeshPolicy();
        policy.setMetadata(named());
        policy.setSpec(
                new MeshPolicySpec(
                        new MeshPolicySpec.TargetRef(
                                MeshPolicySpec.TargetKind.NAMESPACE, null, null, null),
                        new Mtls(MtlsMode.STRICT),
                        null));
        return policy;
    }

    private static ObjectMeta named() {
        return new ObjectMetaBuilder().withNamespace(NAMESPACE).withName("web").build();
    }
}
