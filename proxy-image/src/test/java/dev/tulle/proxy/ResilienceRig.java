package dev.tulle.proxy;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.http2.Http2Observer;
import dev.tulle.proxy.listener.ConnectionObserver;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.Preference;
import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryOn;
import dev.tulle.proxy.model.RetryPolicy;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.upstream.PoolObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A caller's proxy whose retries, ejections and panics are written down, and an application that
/// answers.
final class ResilienceRig implements AutoCloseable {
    static final String SERVICE = "10.96.0.10:80";
    static final Set<RetryOn> USUAL =
            Set.of(RetryOn.CONNECT_FAILURE, RetryOn.REFUSED, RetryOn.UNAVAILABLE);

    final Queue<String> told = new ConcurrentLinkedQueue<>();
    final TestPod caller;
    final TestApplication good;

    ResilienceRig() throws Exception {
        good = TestApplication.named("good");
        LoopObservers observers =
                new LoopObservers(
                        new Told(),
                        new Http2Observer.None(),
                        new PoolObserver.None(),
                        new ConnectionObserver.None(),
                        new TunnelObserver.None(),
                        new ToldOfEndpoints());
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        caller = new TestPod("caller", authority, observers, Bounds.of(64)).calls(SERVICE);
    }

    @Override
    public void close() {
        caller.close();
        good.close();
    }

    private final class Told implements RequestObserver {
        @Override
        public void started(Exchange exchange) {}

        @Override
        public void retried(Exchange exchange, Outcome outcome, RetryResult result) {
            told.add(outcome.word() + " " + result.word());
        }

        @Override
        public void ended(Exchange exchange) {}

        @Override
        public void malformed(Caller from, HttpProtocol protocol, int status) {}
    }

    private final class ToldOfEndpoints implements BalancerObserver {
        @Override
        public void panicked() {
            told.add("panic");
        }

        @Override
        public void ejected(String backend, String reason) {
            told.add("ejected " + reason);
        }

        @Override
        public void readmitted(String backend) {
            told.add("readmitted");
        }
    }

    static TrafficPolicy retries(int attempts, RetryMethods methods, Set<RetryOn> on) {
        return new TrafficPolicy(Timeouts.unset(), policy(attempts, methods, on, 100));
    }

    static RetryPolicy policy(int attempts, RetryMethods methods, Set<RetryOn> on, int perSecond) {
        Duration base = Duration.ofMillis(1);
        return new RetryPolicy(attempts, methods, on, base, base, 20, perSecond);
    }

    static TrafficPolicy timeouts(long requestMillis, long tryMillis, int attempts) {
        return new TrafficPolicy(
                new Timeouts(
                        Duration.ZERO,
                        Duration.ofMillis(requestMillis),
                        Duration.ofMillis(tryMillis),
                        Timeouts.IDLE),
                policy(attempts, RetryMethods.IDEMPOTENT, Set.of(RetryOn.TIMEOUT), 100));
    }

    static BackendPolicy spares(int failures, EndpointLimits limits) {
        return spares(failures, limits, Duration.ofMillis(200));
    }

    static BackendPolicy spares(int failures, EndpointLimits limits, Duration ejection) {
        return new BackendPolicy(
                new BalancePolicy.RoundRobin(),
                Duration.ZERO,
                Preference.NONE,
                Optional.of(new BreakerPolicy(failures, 0, ejection, ejection.multipliedBy(5), 50)),
                limits,
                Duration.ZERO);
    }

    /// Answers with that status for as long as it is told to, then as `good` does.
    static TestApplication failing(int status, int times) throws IOException {
        return TestApplication.with((app, in, out) -> {
            while (true) {
                String head = app.head(in);
                if (head.isEmpty()) {
                    return;
                }
                in.readNBytes(TestApplication.length(head));
                boolean fails = app.sent.incrementAndGet() <= times;
                String answer = fails ? status + " Sorry" : "200 OK";
                String body = fails ? "bad" : "good";
                String text =
                        "HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s"
                                .formatted(answer, body.length(), body);
                out.write(text.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        });
    }

    /// Takes requests and says nothing.
    static TestApplication silent() throws IOException {
        return TestApplication.with((app, in, out) -> {
            while (!app.head(in).isEmpty()) {
                // The next one.
            }
        });
    }

    TestClient client() throws IOException {
        return new TestClient(caller.outbound());
    }

    static String answer(TestClient client) {
        try {
            return client.get("/").answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
