package dev.tulle.proxy.telemetry;

import java.util.List;

/// A metric: its name behind the prefix, what it counts, and the names of its labels.
record Family(String name, String help, List<String> labels) {
    private static final String PREFIX = "tulle_proxy_";

    Family {
        labels = List.copyOf(labels);
    }

    static Family of(String name, String help, String... labels) {
        return new Family(PREFIX + name, help, List.of(labels));
    }
}
