package dev.tulle.operator.compile;

import org.jspecify.annotations.Nullable;

/// A resource before and after a change; null where there was, or is, nothing to send.
public record Recompiled(ResourceKey key, @Nullable Compiled before, @Nullable Compiled after) {}
