package dev.tulle.e2e.harness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Requests at a steady rate from a client's pod, in the background.
public record Load(CompletableFuture<TestNamespace.Output> run) {
    private static final Pattern SUMMARY =
            Pattern.compile(
                    "requests: (\\d+) total, .* (\\d+) succeeded, (\\d+) failed, (\\d+) errored,"
                            + " (\\d+) timeout");

    /// What a load came to.
    public record Result(int requests, int succeeded, String text) {
        /// Requests that did not come back with a 2xx or 3xx.
        public int lost() {
            return requests - succeeded;
        }
    }

    /// Starts to send.
    ///
    /// @param app the client's workload
    /// @param url what is asked
    /// @param rate requests per second over all connections
    /// @param connections kept open
    public static Load start(
            TestNamespace namespace,
            String app,
            String url,
            int rate,
            int connections,
            Duration length) {
        return new Load(
                CompletableFuture.supplyAsync(() ->
                        namespace.run(
                                app,
                                length.plusSeconds(30),
                                "h2load",
                                "--h1",
                                "-t1",
                                "-c" + connections,
                                "--rps=" + (double) rate / connections,
                                "-n" + rate * length.toSeconds(),
                                url)));
    }

    /// Waits for the end.
    public Result result() {
        var output = run.join();
        var matcher = SUMMARY.matcher(output.out());
        if (!matcher.find()) {
            throw new AssertionError("h2load said nothing of its requests: " + output);
        }
        return new Result(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                output.out());
    }
}
