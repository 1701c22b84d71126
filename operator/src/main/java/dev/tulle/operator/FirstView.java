package dev.tulle.operator;

import dev.tulle.operator.cluster.ClusterInformers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nothing decides before every kind has been listed once: an empty view looks like an empty
/// cluster.
final class FirstView {

    private static final Logger LOG = LoggerFactory.getLogger(FirstView.class);

    /// An empty cluster has a first view, but no first change.
    private static final int MILLIS_BETWEEN_LOOKS = 200;

    private static final int LOOKS_BETWEEN_LOGS = 50;

    private FirstView() {}

    /// Starts the informers and returns when the first view is there.
    static void await(ClusterInformers informers) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        informers.listen(change -> there.countDown());
        informers.start();
        long waits = 0;
        while (!informers.isSynced()) {
            boolean _ = there.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            if (++waits % LOOKS_BETWEEN_LOGS == 0) {
                LOG.warn("waiting for the first view of the cluster: {}", informers.problems());
            }
        }
    }
}
