package dev.tulle.proxy.admin;

import dev.tulle.proxy.model.Probe;
import java.util.concurrent.CompletionStage;

/// Makes a probe; never fails, a failure is a result.
@FunctionalInterface
public interface Prober {
    CompletionStage<Result> probe(Probe probe);

    /// What the application said.
    record Result(Health health, String sentence) {
        boolean healthy() {
            return health == Health.UP;
        }

        static Result up(String sentence) {
            return new Result(Health.UP, sentence);
        }

        static Result down(String sentence) {
            return new Result(Health.DOWN, sentence);
        }
    }

    /// Whether the probe passes.
    enum Health {
        UP,
        DOWN
    }
}
