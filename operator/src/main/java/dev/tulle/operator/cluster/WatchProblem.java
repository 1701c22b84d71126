package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.concurrent.TimeoutException;

/// Why a kind cannot be read, in a sentence that says what to do.
final class WatchProblem {

    private WatchProblem() {}

    static String sentence(String resource, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof KubernetesClientException)) {
            cause = cause.getCause();
        }
        String reason =
                switch (cause) {
                    case KubernetesClientException answer -> refused(answer);
                    case TimeoutException _ -> "the API server did not answer in time";
                    default -> cause.toString();
                };
        return "cannot read %s: %s".formatted(resource, reason);
    }

    private static String refused(KubernetesClientException answer) {
        return switch (answer.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    "the role lacks one of the verbs list and watch: " + said(answer);
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    "the API server does not serve them, install the CRDs";
            default -> said(answer);
        };
    }

    /// The API server's own sentence where there is one; the client's holds the whole answer.
    private static String said(KubernetesClientException answer) {
        var status = answer.getStatus();
        String sentence = status == null ? null : status.getMessage();
        return String.valueOf(sentence == null ? answer.getMessage() : sentence);
    }
}
