package dev.tulle.proxy.model;

/// What was declared about the bytes of a port.
public enum Protocol {
    /// Nothing: the first bytes tell.
    DETECT,
    HTTP1,
    HTTP2,
    /// Never looked at: the server speaks first, or the port was declared to be plain TCP.
    OPAQUE
}
