package dev.tulle.proxy.model;

/// Which endpoints are preferred to others while enough of them can serve.
public enum Preference {
    NONE,
    /// Those of the caller's zone.
    SAME_ZONE,
    /// Those of the caller's node, then those of its zone.
    SAME_NODE
}
