package dev.tulle.proxy.resilience;

/// What became of a try that failed. The word is the label of metrics: a retry that did not happen
/// is never silent.
public enum RetryResult {
    RETRIED("retried"),
    /// There were as many tries as there may be.
    ATTEMPTS("attempts"),
    /// The application may have seen it, and the method may not be sent twice.
    METHOD("method"),
    /// The body is too long to be kept, or there was no memory for it.
    BODY("body"),
    /// The destination has had its share of retries.
    BUDGET("budget"),
    /// The request has no time left for another try.
    DEADLINE("deadline"),
    /// The endpoint asks for a longer pause than the caller has.
    RETRY_AFTER("retry-after");

    private final String word;

    RetryResult(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
