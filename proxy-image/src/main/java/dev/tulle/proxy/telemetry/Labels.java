package dev.tulle.proxy.telemetry;

import java.util.Arrays;
import java.util.List;

/// Values of the labels of one series, in the order of its family. A loop looks series up by an
/// instance that it fills again and again, and keeps a copy only for a new series: a request that
/// adds to a known series allocates nothing.
final class Labels {
    private final String[] values;

    Labels(int count) {
        this.values = new String[count];
        Arrays.fill(values, "");
    }

    private Labels(String[] values) {
        this.values = values;
    }

    static Labels of(String... values) {
        return new Labels(values.clone());
    }

    Labels with(int index, String value) {
        values[index] = value;
        return this;
    }

    Labels copy() {
        return new Labels(values.clone());
    }

    List<String> values() {
        return List.of(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && Arrays.equals(values, labels.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
