package dev.tulle.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.certificates.PeerVerdict;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two operators that both believe to lead, from the first object on: creations and locks decide.
@ExtendWith(ApiServer.class)
class TwoOperatorsApiTest {
    private static final int ACCOUNTS = 20;

    private final KubernetesClient client;
    private final MeshObjects mesh;
    private final List<IdentityStack> operators = new ArrayList<>();

    TwoOperatorsApiTest(KubernetesClient client) {
        this.client = client;
        this.mesh = new MeshObjects(client, "two-system", "two-shop");
        for (int i = 0; i < 2; i++) {
            operators.add(new IdentityStack(client, mesh.system(), new LeapingClock()));
        }
    }

    @BeforeEach
    void start() {
        operators.parallelStream().forEach(IdentityStack::start);
        mesh.create();
        IntStream.range(0, ACCOUNTS).forEach(i -> mesh.createPod("app-" + i, "app-" + i));
    }

    @AfterEach
    void stop() {
        mesh.remove();
        operators.forEach(IdentityStack::close);
    }

    @Test
    void makeOneAuthorityAndLeavesThatTrustEachOther() {
        List<Secret> identities =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> mesh.awaitIdentity("app-" + i)).toList();

        Secret authority = mesh.awaitWhole("tulle-ca-1");
        String root = mesh.text(authority, "root.crt").strip();
        Set<String> bundles =
                identities.stream()
                        .map(identity -> mesh.text(identity, "ca.crt").strip())
                        .collect(Collectors.toSet());
        assertThat(bundles).as("one root, the one that is stored").containsExactly(root);
        assertThat(identities)
                .allSatisfy(identity ->
                        assertThat(mesh.verdict(identity))
                                .isInstanceOf(PeerVerdict.Accepted.class));
        assertThat(
                        client.configMaps()
                                .inNamespace(mesh.system())
                                .withName("tulle-trust-bundle")
                                .get()
                                .getMetadata()
                                .getAnnotations())
                .containsEntry("mesh.tulle.dev/bundle-sequence", "1");
    }
}
