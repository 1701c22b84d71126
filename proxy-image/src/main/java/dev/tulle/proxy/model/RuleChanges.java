package dev.tulle.proxy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule does to the requests that it takes and to their answers.
public record RuleChanges(
        @Nullable RuleAnswer answer,
        @Nullable Rewrite rewrite,
        HeaderEdit request,
        HeaderEdit response,
        List<Mirror> mirrors) {
    public static final int MOST_MIRRORS = 2;

    public static final RuleChanges NONE =
            new RuleChanges(null, null, HeaderEdit.NOTHING, HeaderEdit.NOTHING, List.of());

    public RuleChanges {
        mirrors = List.copyOf(mirrors);
        if (answer != null && (rewrite != null || !request.isEmpty() || !mirrors.isEmpty())) {
            throw new IllegalArgumentException(
                    "a rule that answers and changes or mirrors the request: expected one of the"
                            + " two");
        }
        if (mirrors.size() > MOST_MIRRORS) {
            throw new IllegalArgumentException(
                    "%d mirrors: expected at most %d".formatted(mirrors.size(), MOST_MIRRORS));
        }
    }

    public RuleChanges(
            @Nullable RuleAnswer answer,
            @Nullable Rewrite rewrite,
            HeaderEdit request,
            HeaderEdit response) {
        this(answer, rewrite, request, response, List.of());
    }
}
