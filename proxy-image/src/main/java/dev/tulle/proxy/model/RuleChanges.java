package dev.tulle.proxy.model;

import org.jspecify.annotations.Nullable;

/// What a rule does to the requests that it takes and to their answers.
public record RuleChanges(
        @Nullable RuleAnswer answer,
        @Nullable Rewrite rewrite,
        HeaderEdit request,
        HeaderEdit response) {
    public static final RuleChanges NONE =
            new RuleChanges(null, null, HeaderEdit.NOTHING, HeaderEdit.NOTHING);

    public RuleChanges {
        if (answer != null && (rewrite != null || !request.isEmpty())) {
            throw new IllegalArgumentException(
                    "a rule that answers and changes the request: expected one of the two");
        }
    }
}
