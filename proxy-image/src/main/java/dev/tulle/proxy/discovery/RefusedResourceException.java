package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.RejectionReason;

/// A resource that cannot be honoured; the last accepted version stays in force.
final class RefusedResourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    RefusedResourceException(RejectionReason reason, String field, String sentence) {
        super(sentence);
        this.refusal = new Refusal(reason, field, sentence);
    }

    Refusal refusal() {
        return refusal;
    }
}
