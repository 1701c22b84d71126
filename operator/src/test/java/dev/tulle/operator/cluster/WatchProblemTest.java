package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WatchProblemTest {

    @Test
    void namesTheMissingVerbs() {
        assertThat(sentence(answer(403, "pods is forbidden")))
                .isEqualTo(
                        "cannot read pods: the role lacks one of the verbs list and watch: pods is"
                                + " forbidden");
    }

    @Test
    void namesTheMissingCrds() {
        assertThat(sentence(answer(404, "not found")))
                .isEqualTo(
                        "cannot read pods: the API server does not serve them, install the CRDs");
    }

    @Test
    void repeatsWhatTheApiServerSaid() {
        assertThat(sentence(answer(500, "etcd is away")))
                .isEqualTo("cannot read pods: etcd is away");
    }

    @Test
    void saysThatNobodyAnswered() {
        assertThat(sentence(new CompletionException(new TimeoutException())))
                .isEqualTo("cannot read pods: the API server did not answer in time");
        assertThat(sentence(new CompletionException(new IOException("reset"))))
                .isEqualTo("cannot read pods: java.io.IOException: reset");
    }

    private static String sentence(Throwable failure) {
        return WatchProblem.sentence("pods", failure);
    }

    private static Throwable answer(int code, String message) {
        Status status = new StatusBuilder().withCode(code).withMessage(message).build();
        return new CompletionException(
                new KubernetesClientException("Failure executing: GET …", code, status));
    }
}
