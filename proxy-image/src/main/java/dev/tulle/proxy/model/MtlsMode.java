package dev.tulle.proxy.model;

/// Whether connections without a mesh identity are let in.
public enum MtlsMode {
    PERMISSIVE,
    STRICT
}
