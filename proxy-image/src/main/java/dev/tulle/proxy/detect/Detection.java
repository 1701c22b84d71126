package dev.tulle.proxy.detect;

import java.time.Duration;

/// What was found out about a connection; `serverName` is the one of a ClientHello, else empty.
public record Detection(Detected detected, DetectReason reason, String serverName, Duration took) {}
