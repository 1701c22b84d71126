package dev.tulle.e2e.harness;

/// A page of metrics.
public record Metrics(String text) {
    static Metrics of(@org.jspecify.annotations.Nullable String text) {
        return new Metrics(text == null ? "" : text);
    }

    /// The sum of all series that begin like this, for instance `name{direction="inbound",reason=`.
    public double sum(String series) {
        return text.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Series that hold a piece of text, for the message of a failure.
    public String with(String piece) {
        return text.lines()
                .filter(line -> line.contains(piece))
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
