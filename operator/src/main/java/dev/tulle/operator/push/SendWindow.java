package dev.tulle.operator.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The responses that were sent and not answered yet. A client that does not answer is sent no
/// more, so what waits for it is a set of names and never a queue of messages.
final class SendWindow {

    private static final int MOST_RESPONSES = 2;
    private static final int MOST_BYTES = 1024 * 1024;

    private record Sent(Outgoing response, long at) {}

    private final Map<String, Sent> unanswered = new LinkedHashMap<>();
    private long bytes;
    private long lastNonce;

    int size() {
        return unanswered.size();
    }

    String nextNonce() {
        lastNonce++;
        return Long.toString(lastNonce);
    }

    boolean isFull() {
        return unanswered.size() >= MOST_RESPONSES || bytes >= MOST_BYTES;
    }

    void sent(Outgoing response, long now) {
        unanswered.put(response.nonce(), new Sent(response, now));
        bytes += response.bytes();
    }

    /// The response that a nonce answers, once; answers come in any order.
    Optional<Answer> answered(String nonce, long now) {
        Sent sent = unanswered.remove(nonce);
        if (sent == null) {
            return Optional.empty();
        }
        bytes -= sent.response().bytes();
        return Optional.of(new Answer(sent.response(), now - sent.at()));
    }

    Optional<Outgoing> peek(String nonce) {
        return Optional.ofNullable(unanswered.get(nonce)).map(Sent::response);
    }

    /// When the response was sent that has waited longest.
    OptionalLong oldest() {
        return unanswered.values().stream().mapToLong(Sent::at).min();
    }
}
