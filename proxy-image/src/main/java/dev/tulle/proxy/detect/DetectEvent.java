package dev.tulle.proxy.detect;

/// What moves the table on.
sealed interface DetectEvent {
    /// The time of silence that the port deserves is over.
    record Silence() implements DetectEvent {}

    /// Bytes came that decide nothing, and none after them for as long as we wait.
    record Stall(Sniffed soFar) implements DetectEvent {}

    record ServerBytes() implements DetectEvent {}

    /// The server ended the candidate before it said anything, or there is no server.
    record ServerEnded() implements DetectEvent {}

    record ClientBytes(Sniffed sniffed) implements DetectEvent {}

    /// The client half-closed.
    record ClientEnded() implements DetectEvent {}
}
