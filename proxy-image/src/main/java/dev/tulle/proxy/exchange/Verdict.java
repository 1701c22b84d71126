package dev.tulle.proxy.exchange;

/// What a filter decides about a request.
public sealed interface Verdict {
    /// The next filter decides.
    enum Continue implements Verdict {
        CONTINUE
    }

    /// The proxy answers by itself.
    record Answer(ProxyError error, String sentence, After after) implements Verdict {}

    /// What happens to the client's connection behind an answer.
    enum After {
        KEEP,
        CLOSE
    }
}
