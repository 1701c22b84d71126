package dev.tulle.operator.report;

/// One generation of one user's object.
public record SourceGeneration(String uid, long generation) {}
