package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.RejectionReason;

/// Why a resource is not honoured.
///
/// @param field path of the field in the message, empty when the whole is meant
/// @param sentence what the user reads in the condition, without a full stop
record Refusal(RejectionReason reason, String field, String sentence) {
    static final int LONGEST_SENTENCE = 512;

    Refusal {
        if (sentence.length() > LONGEST_SENTENCE) {
            sentence = sentence.substring(0, LONGEST_SENTENCE - 1) + "…";
        }
    }
}
