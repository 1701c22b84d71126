package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A canary without a write of its own: a Lease that somebody renews every 2 s must be seen to
/// change. A watch that died in silence, or a thread of the view that stands still, lets its age
/// grow.
public final class LeaseWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);

    private final SharedIndexInformer<Lease> informer;
    private final Executor thread;
    private final LongSupplier nanos;
    private volatile long seenAt;

    /// @param thread what every event passes through
    /// @param nanos a clock that only goes forward
    public LeaseWatch(
            KubernetesClient client,
            String namespace,
            String name,
            Executor thread,
            LongSupplier nanos) {
        this.thread = thread;
        this.nanos = nanos;
        this.seenAt = nanos.getAsLong();
        this.informer =
                client.leases()
                        .inNamespace(namespace)
                        .withName(name)
                        .runnableInformer(0)
                        .addEventHandler(new Handler())
                        .exceptionHandler((_, failure) -> {
                            LOG.warn(
                                    "cannot watch Lease {}/{}, the role needs get, list and watch"
                                            + " on it: {}",
                                    namespace,
                                    name,
                                    failure.getMessage());
                            return true;
                        });
    }

    /// Returns at once.
    public void start() {
        var _ = informer.start();
    }

    /// Since the last event, or since this was made.
    public Duration age() {
        return Duration.ofNanos(nanos.getAsLong() - seenAt);
    }

    @Override
    public void close() {
        informer.close();
    }

    private void seen() {
        thread.execute(() -> seenAt = nanos.getAsLong());
    }

    private final class Handler implements ResourceEventHandler<Lease> {

        @Override
        public void onAdd(Lease lease) {
            seen();
        }

        @Override
        public void onUpdate(Lease before, Lease after) {
            seen();
        }

        @Override
        public void onDelete(Lease lease, boolean deletedFinalStateUnknown) {
            seen();
        }
    }
}
