package dev.tulle.proxy.telemetry;

import java.util.Comparator;
import java.util.List;

/// The order in which series are printed: the same on every scrape.
enum SeriesOrder implements Comparator<List<String>> {
    BY_VALUES;

    @Override
    public int compare(List<String> left, List<String> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
