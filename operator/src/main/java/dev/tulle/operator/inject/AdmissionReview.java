package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.operator.inject.Injection.Admitted;
import dev.tulle.operator.inject.Injection.Denied;
import dev.tulle.operator.inject.Injection.Passed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The question and the answer of `admission.k8s.io/v1`.
record AdmissionReview(String uid, String namespace, ObjectNode pod) {

    private static final int FORBIDDEN = 403;

    /// Reads a question about a pod.
    ///
    /// @throws IllegalArgumentException with a sentence, when it is none
    static AdmissionReview parse(byte[] body, ObjectMapper json) {
        try {
            JsonNode request = json.readTree(body).path("request");
            if (request.path("object") instanceof ObjectNode pod
                    && request.path("kind").path("kind").asText().equals("Pod")) {
                return new AdmissionReview(
                        request.path("uid").asText(), request.path("namespace").asText(), pod);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "not an AdmissionReview about a Pod: the webhook is registered for pods only");
    }

    byte[] answer(Injection injection, ObjectMapper json) {
        ObjectNode review = json.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1");
        review.put("kind", "AdmissionReview");
        ObjectNode response = review.putObject("response");
        response.put("uid", uid);
        response.putObject("auditAnnotations").put("decision", injection.decision().word());
        switch (injection) {
            case Admitted admitted -> allow(response, admitted.pod(), json);
            case Passed passed -> {
                allow(response, passed.pod(), json);
                response.putArray("warnings").add(passed.warning());
            }
            case Denied denied -> {
                response.put("allowed", false);
                response.putObject("status")
                        .put("code", FORBIDDEN)
                        .put("reason", "Forbidden")
                        .put("message", denied.sentence());
            }
        }
        return review.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void allow(ObjectNode response, ObjectNode changed, ObjectMapper json) {
        response.put("allowed", true);
        JsonNode patch = JsonPatch.between(pod, changed, json);
        if (!patch.isEmpty()) {
            response.put("patchType", "JSONPatch");
            response.put(
                    "patch",
                    Base64.getEncoder()
                            .encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
