package dev.tulle.e2e.harness;

import static dev.tulle.e2e.harness.Eventually.eventually;

import java.time.Duration;
import java.util.List;

/// An open loop, half GET and half POST, from pods that may themselves come and go; what each saw
/// is collected by a pod outside the mesh.
public record OpenLoad(TestNamespace namespace) {
    public static final String CALLERS = "callers";
    private static final String COLLECTOR = "collector";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// One request that did not come back with 200; times in ms since 1970.
    public record Failure(String method, long start, long end, String failure) {}

    /// The sum over all callers, those that are gone too.
    public record Sum(int callers, int sent, int answered, List<Failure> failures) {}

    /// Starts to send.
    ///
    /// @param url what is asked
    /// @param callers how many pods send
    /// @param rate requests per second of all of them
    public static OpenLoad start(TestNamespace namespace, String url, int callers, int rate) {
        namespace.service(COLLECTOR, java.util.Map.of("app", COLLECTOR));
        namespace.start(Workload.application(COLLECTOR, "collector.js").plain());
        namespace.start(
                Workload.application(
                                CALLERS,
                                "caller.js",
                                url,
                                Integer.toString(rate / callers),
                                "http://" + COLLECTOR + "/")
                        .replicas(callers));
        var load = new OpenLoad(namespace);
        load.flows(rate);
        return load;
    }

    /// Waits until that many more have been answered.
    public void flows(int requests) {
        var before = sum().answered();
        eventually(
                requests + " more answers",
                PATIENCE,
                this::sum,
                sum -> sum.answered() >= before + requests);
    }

    /// How it goes so far.
    public Sum sum() {
        return namespace.json(
                Sum.class,
                namespace.run(COLLECTOR, PATIENCE, "curl", "-sf", "127.0.0.1:8080").text());
    }

    /// Ends it: every caller waits for what it has sent.
    public Sum end() {
        namespace.scale(CALLERS, 0);
        return eventually(
                "every caller's last word",
                PATIENCE,
                this::sum,
                sum -> sum.sent() == sum.answered());
    }
}
