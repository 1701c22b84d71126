package dev.tulle.proxy.upstream;

/// Whether an idle connection will do for a try.
enum Reuse {
    ALLOWED,
    FRESH
}
