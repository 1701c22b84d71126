package dev.tulle.proxy.route;

/// What to do with a request that can be read in two ways: by RFC 3986 and as lenient servers do,
/// or by each of several values of one field.
public enum Reading {
    /// Every reading must match: the rule lets the request through to somewhere.
    EVERY,
    /// One is enough: the rule keeps the request back.
    ANY
}
