package dev.tulle.proxy.listener;

/// Which side of the proxy a connection came in on.
public enum Direction {
    INBOUND,
    OUTBOUND
}
