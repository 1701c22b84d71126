package dev.tulle.proxy.detect;

/// Whose first bytes are read: the own application's, or those of whoever calls it. Only the latter
/// may be mesh TLS.
public enum DetectSide {
    OUTBOUND,
    INBOUND
}
