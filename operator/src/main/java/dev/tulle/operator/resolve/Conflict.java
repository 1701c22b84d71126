package dev.tulle.operator.resolve;

/// A field in which another object wins: `MeshPolicy shop/old`.
public record Conflict(String field, String winner) {}
