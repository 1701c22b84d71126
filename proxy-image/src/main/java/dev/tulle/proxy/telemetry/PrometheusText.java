package dev.tulle.proxy.telemetry;

import java.util.List;
import java.util.Map;

/// Writes the text format 0.0.4 of Prometheus.
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(8 << 10);

    PrometheusText counter(Family family, Map<List<String>, ? extends Number> values) {
        head(family, "counter");
        values.forEach((labels, value) -> line(family, "", labels, "", number(value)));
        return this;
    }

    PrometheusText gauge(Family family, Map<List<String>, ? extends Number> values) {
        head(family, "gauge");
        values.forEach((labels, value) -> line(family, "", labels, "", number(value)));
        return this;
    }

    PrometheusText gauge(Family family, Number value) {
        return gauge(family, Map.of(List.of(), value));
    }

    PrometheusText histogram(Family family, Map<List<String>, Timing.Sum> values) {
        head(family, "histogram");
        values.forEach((labels, sum) -> buckets(family, labels, sum));
        return this;
    }

    private void buckets(Family family, List<String> labels, Timing.Sum sum) {
        long total = 0;
        for (int i = 0; i < Timing.BUCKETS; i++) {
            total += sum.count(i);
            String bound = i == Timing.BUCKETS - 1 ? "+Inf" : number(Timing.bound(i));
            line(family, "_bucket", labels, bound, Long.toString(total));
        }
        line(family, "_sum", labels, "", number(sum.seconds()));
        line(family, "_count", labels, "", Long.toString(total));
    }

    private void head(Family family, String type) {
        out.append("# HELP ").append(family.name()).append(' ').append(family.help()).append('\n');
        out.append("# TYPE ").append(family.name()).append(' ').append(type).append('\n');
    }

    private void line(
            Family family, String suffix, List<String> values, String bound, String value) {
        out.append(family.name()).append(suffix);
        char separator = '{';
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                label(separator, family.labels().get(i), values.get(i));
                separator = ',';
            }
        }
        if (!bound.isEmpty()) {
            label(separator, "le", bound);
            separator = ',';
        }
        out.append(separator == '{' ? " " : "} ").append(value).append('\n');
    }

    private void label(char separator, String name, String value) {
        out.append(separator).append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '"' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
        out.append('"');
    }

    private static String number(Number value) {
        double exact = value.doubleValue();
        return value instanceof Long || value instanceof Integer
                ? value.toString()
                : exact == Math.rint(exact) && Math.abs(exact) < 1e15
                        ? Long.toString((long) exact)
                        : Double.toString(exact);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
