package dev.tulle.operator.status;

import static dev.tulle.api.condition.ConditionType.PROVIDER_READY;
import static dev.tulle.api.condition.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A status leaves as an apply on the status subresource: a real API server says who owns what.
@ExtendWith(ApiServer.class)
class StatusApplyApiTest {

    private final KubernetesClient client;
    private final Operator operator;
    private final AuthorityStub stub = new AuthorityStub();

    StatusApplyApiTest(KubernetesClient client) {
        this.client = client;
        this.operator =
                new Operator(overrider ->
                        overrider.withKubernetesClient(client).withCloseClientOnStop(false));
    }

    @BeforeEach
    void start() {
        operator.register(stub);
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop();
        client.resource(authority()).delete();
    }

    @Test
    void ownsExactlyWhatItWrote() throws InterruptedException {
        client.resource(authority()).create();
        stub.awaitVisit(true);

        CertificateAuthority stored = awaitStatus();

        ManagedFieldsEntry ours =
                stored.getMetadata().getManagedFields().stream()
                        .filter(entry -> entry.getManager().equals("tulle/authority"))
                        .findFirst()
                        .orElseThrow();
        assertThat(ours.getOperation()).isEqualTo("Apply");
        assertThat(ours.getSubresource()).isEqualTo("status");
        assertThat(ours.getFieldsV1().getAdditionalProperties()).containsOnlyKeys("f:status");
        assertThat(ours.getFieldsV1().getAdditionalProperties().get("f:status"))
                .as("null components stay out")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys(
                        "f:conditions", "f:observedGeneration", "f:provider", "f:workloads");
        assertThat(stored.getSpec()).isEqualTo(authority().getSpec());
    }

    @Test
    void isQuietWhenNothingChanged() throws InterruptedException {
        client.resource(authority()).create();
        stub.awaitVisit(true);
        awaitStatus();

        client.resources(CertificateAuthority.class)
                .withName("default")
                .edit(seen -> {
                    seen.getMetadata().setLabels(Map.of("touched", "yes"));
                    return seen;
                });

        assertThat(stub.awaitVisit(false)).as("a visit without a write").isTrue();
    }

    private CertificateAuthority awaitStatus() {
        return client.resources(CertificateAuthority.class)
                .withName("default")
                .waitUntilCondition(
                        seen -> seen != null && seen.getStatus() != null, 10, TimeUnit.SECONDS);
    }

    private static CertificateAuthority authority() {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(new ObjectMetaBuilder().withName("default").build());
        authority.setSpec(
                new CertificateAuthoritySpec(null, new CertificateAuthoritySpec.Workload("24h")));
        return authority;
    }

    @ControllerConfiguration(
            fieldManager = "tulle/authority",
            generationAwareEventProcessing = false,
            informer = @Informer(comparableResourceVersions = false))
    private static final class AuthorityStub implements Reconciler<CertificateAuthority> {

        private final BlockingQueue<Boolean> writes = new LinkedBlockingQueue<>();
        private final StatusWriter writer =
                new StatusWriter(Clock.systemUTC(), StatusObserver.NONE);

        @Override
        public UpdateControl<CertificateAuthority> reconcile(
                CertificateAuthority authority, Context<CertificateAuthority> context) {
            Finding ready = Finding.holds(READY, Reason.VALID, "0 of 0 are valid");
            Finding provider = Finding.holds(PROVIDER_READY, Reason.PROVIDER_READY, "built in");
            UpdateControl<CertificateAuthority> control =
                    writer.write(
                            StatusShape.CERTIFICATE_AUTHORITY,
                            authority,
                            List.of(ready, provider, Conditions.stalled(ready)),
                            conditions -> status(authority, conditions));
            writes.add(control.isPatchStatus());
            return control;
        }

        private static CertificateAuthorityStatus status(
                CertificateAuthority authority, List<MeshCondition> conditions) {
            return new CertificateAuthorityStatus(
                    authority.getMetadata().getGeneration(),
                    "BuiltIn",
                    null,
                    null,
                    null,
                    new Workloads(0, 0, null, null),
                    conditions);
        }

        /// Waits for a visit that writes, or for one that does not.
        boolean awaitVisit(boolean writing) throws InterruptedException {
            for (Boolean wrote = writes.poll(10, TimeUnit.SECONDS);
                    wrote != null;
                    wrote = writes.poll(10, TimeUnit.SECONDS)) {
                if (wrote == writing) {
                    return true;
                }
            }
            return false;
        }
    }
}
