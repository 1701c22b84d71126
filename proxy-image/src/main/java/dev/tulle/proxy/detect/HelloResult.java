package dev.tulle.proxy.detect;

/// What the bytes so far are.
sealed interface HelloResult {
    record NeedsMore() implements HelloResult {}

    record Found(ClientHello hello) implements HelloResult {}

    /// No ClientHello, or one longer than we read; the sentence says what is wrong.
    record Invalid(String sentence) implements HelloResult {}

    NeedsMore NEEDS_MORE = new NeedsMore();
}
