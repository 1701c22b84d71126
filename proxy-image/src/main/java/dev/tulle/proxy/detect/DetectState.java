package dev.tulle.proxy.detect;

/// Where a connection stands before it is known what it speaks.
enum DetectState {
    /// No byte came.
    WAIT,
    /// Silence so far: an opaque connection to the server is open or opening, and carried no byte.
    CANDIDATE,
    /// Some client bytes came.
    SNIFF,
    /// The same, with a candidate at hand.
    SNIFF_WITH_CANDIDATE
}
