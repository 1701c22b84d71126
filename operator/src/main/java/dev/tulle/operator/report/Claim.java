package dev.tulle.operator.report;

import java.util.List;

/// One resource that one proxy is to have: which objects it was made from, and what the proxy did
/// with it.
///
/// @param sources generations of the objects whose status waits for this resource
/// @param standing what the proxy did with the version made from them
public record Claim(List<SourceGeneration> sources, Standing standing) {

    /// The claim of a resource that is not wanted at all.
    public static final Claim NONE = new Claim(List.of(), new Standing.Waiting());

    public Claim {
        sources = List.copyOf(sources);
    }
}
