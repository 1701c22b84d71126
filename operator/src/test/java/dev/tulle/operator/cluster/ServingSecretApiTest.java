package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class ServingSecretApiTest {

    private static final String NAMESPACE = "view-serving";
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> certificates = new LinkedBlockingQueue<>();

    @Test
    void handsOnWhatTheSecretHoldsAndOutlivesItsDeletion(KubernetesClient client)
            throws InterruptedException {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(secret("other", "never")).serverSideApply();
        try (ServingSecret serving = new ServingSecret(client, NAMESPACE, "serving", this::taken)) {
            serving.start();
            client.resource(secret("serving", "one")).serverSideApply();
            assertThat(next()).isEqualTo("one");
            client.resource(secret("serving", "refused")).serverSideApply();
            assertThat(next()).isEqualTo("refused");
            client.resource(secret("serving", "two")).serverSideApply();
            assertThat(next()).as("after data that could not be used").isEqualTo("two");
            client.resource(secret("serving", "two")).delete();
            client.resource(secret("serving", "three")).serverSideApply();
            assertThat(next()).as("after the Secret was deleted and made again").isEqualTo("three");
        }
    }

    private void taken(Map<String, byte[]> data) {
        String certificate =
                new String(data.getOrDefault("tls.crt", new byte[0]), StandardCharsets.UTF_8);
        certificates.add(certificate);
        if (certificate.equals("refused")) {
            throw new IllegalArgumentException("not a certificate");
        }
    }

    private String next() throws InterruptedException {
        String certificate = certificates.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(certificate).as("data within %s s", PATIENCE_SECONDS).isNotNull();
        return String.valueOf(certificate);
    }

    private static Secret secret(String name, String certificate) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .addToStringData("tls.crt", certificate)
                .build();
    }
}
