package dev.tulle.proxy.discovery;

/// What became of one resource of a response.
sealed interface Outcome {
    ResourceKey key();

    /// It is in force as soon as the configuration is composed and applied; `undo` takes it back.
    record Accepted(ResourceKey key, Runnable undo) implements Outcome {}

    /// It waits for what it refers to.
    record Waits(ResourceKey key) implements Outcome {}

    /// It is older than what is in force and kept out for a while; nothing is left to do for it
    /// now.
    record KeptOut(ResourceKey key) implements Outcome {}

    /// The version in force, if any, stays.
    record Refused(ResourceKey key, String version, Refusal refusal) implements Outcome {}
}
