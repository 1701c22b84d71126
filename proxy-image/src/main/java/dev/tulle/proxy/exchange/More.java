package dev.tulle.proxy.exchange;

/// Whether a part of a message is its last.
public enum More {
    FOLLOWS,
    END
}
