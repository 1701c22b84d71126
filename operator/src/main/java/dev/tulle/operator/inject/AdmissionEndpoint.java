package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Answers one AdmissionReview from what is in memory.
public final class AdmissionEndpoint {

    /// What the answers are made from, at the moment of the request.
    public interface Facts {

        /// Empty while the caches are not synced or there is no MeshInstall.
        Optional<InjectionSettings> settings();

        /// Labels of a namespace; none when it is not known yet.
        Map<String, String> namespaceLabels(String namespace);
    }

    /// HTTP status and body.
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Answer(int status, byte[] body) {

        static Answer text(int status, String sentence) {
            return new Answer(status, sentence.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final ObjectMapper json;
    private final PodMutator mutator;
    private final Facts facts;
    private final LongSupplier nanos;
    private final InjectionObserver observer;

    public AdmissionEndpoint(
            ObjectMapper json, Facts facts, LongSupplier nanos, InjectionObserver observer) {
        this.json = json;
        this.mutator = new PodMutator(json);
        this.facts = facts;
        this.nanos = nanos;
        this.observer = observer;
    }

    Answer answer(byte[] body) {
        long start = nanos.getAsLong();
        AdmissionReview review;
        try {
            review = AdmissionReview.parse(body, json);
        } catch (IllegalArgumentException e) {
            observer.failed();
            return Answer.text(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        Optional<InjectionSettings> settings = facts.settings();
        if (settings.isEmpty()) {
            decided(InjectionDecision.NOT_READY, start);
            return Answer.text(UNAVAILABLE, "no MeshInstall is known yet: ask again");
        }
        PodNamespace namespace =
                new PodNamespace(review.namespace(), facts.namespaceLabels(review.namespace()));
        Injection injection = mutator.mutate(review.pod(), namespace, settings.get());
        decided(injection.decision(), start);
        return new Answer(OK, review.answer(injection, json));
    }

    private void decided(InjectionDecision decision, long start) {
        observer.decided(decision, Duration.ofNanos(nanos.getAsLong() - start));
    }
}
