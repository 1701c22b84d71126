package dev.tulle.proxy.detect;

/// What a client's first bytes look like.
enum Sniffed {
    /// More than one answer is still possible.
    UNCLEAR,
    /// The start of a ClientHello that is not whole yet.
    PART_OF_HELLO,
    HTTP1,
    HTTP2,
    /// TLS that is not ours.
    TLS,
    /// A ClientHello that offers one of our names.
    MESH_TLS,
    /// A ClientHello with a name that starts like ours and is none.
    UNKNOWN_MESH_NAME,
    /// It starts like TLS and has no ClientHello that we could read.
    BAD_HELLO,
    /// No TLS, on a port that is declared to speak HTTP/1.
    DECLARED_HTTP1,
    /// No TLS, on a port that is declared to be opaque.
    DECLARED_OPAQUE,
    OTHER
}
