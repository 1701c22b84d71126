package dev.tulle.operator.install;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The last time that all objects were looked at, so that a visit for a changed count alone does
/// not ask the API server about every one of them again.
record Walk(
        long generation,
        long childrenVersion,
        InstallFacts facts,
        InstallProgress progress,
        Instant at) {

    private static final Duration TRUSTED = Duration.ofMinutes(4);

    /// The progress, when nothing it was made from has changed since.
    Optional<InstallProgress> stillHolds(
            long newestGeneration, long newestChildren, InstallFacts newest, Instant now) {
        boolean same =
                generation == newestGeneration
                        && childrenVersion == newestChildren
                        && facts.equals(newest)
                        && progress instanceof InstallProgress.Complete
                        && now.isBefore(at.plus(TRUSTED));
        return same ? Optional.of(progress) : Optional.empty();
    }
}
