package dev.tulle.proxy.discovery;

import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.MeshConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hands configurations to the loops one at a time. What changes meanwhile is handed over together
/// afterwards, so a burst costs two swaps and not one per response.
final class ApplyQueue {
    private final Holdings holdings;
    private final ConfigTarget target;
    private final Runnable whenApplied;
    private List<Batch> queued = new ArrayList<>();
    private boolean busy;

    /// What waits for a configuration to be in force.
    interface Batch {
        void applied();

        /// The loops serve by the configuration before; the batch takes its part back.
        void failed(String sentence);
    }

    /// `whenApplied` runs after every configuration that all loops took.
    ApplyQueue(Holdings holdings, ConfigTarget target, Runnable whenApplied) {
        this.holdings = holdings;
        this.target = target;
        this.whenApplied = whenApplied;
    }

    void submit(Batch batch) {
        queued.add(batch);
        if (!busy) {
            next();
        }
    }

    private void next() {
        List<Batch> batches = queued;
        queued = new ArrayList<>();
        Optional<MeshConfig> config = holdings.compose();
        if (config.isEmpty()) {
            // Nothing is served yet, so nothing can disagree with what was accepted; and discovery
            // goes on to the Workload only after it has seen these acknowledgements.
            batches.forEach(Batch::applied);
            return;
        }
        busy = true;
        target.apply(config.get(), new Swap(batches));
    }

    private void done() {
        busy = false;
        if (!queued.isEmpty()) {
            next();
        }
    }

    private final class Swap implements ConfigTarget.Applied {
        private final List<Batch> batches;

        private Swap(List<Batch> batches) {
            this.batches = batches;
        }

        @Override
        public void applied() {
            batches.forEach(Batch::applied);
            whenApplied.run();
            done();
        }

        @Override
        public void failed(String sentence) {
            batches.reversed().forEach(batch -> batch.failed(sentence));
            done();
        }
    }
}
