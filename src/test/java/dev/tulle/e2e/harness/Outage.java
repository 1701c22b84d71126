package dev.tulle.e2e.harness;

import java.time.Duration;

/// How long something is away in tests of outages: a minute, or what `src/test/suite long` says.
public final class Outage {
    private Outage() {}

    public static Duration length() {
        return Duration.parse(System.getProperty("tulle.outage", "PT60S"));
    }
}
