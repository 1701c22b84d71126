package dev.tulle.operator.compile;

import dev.tulle.operator.resolve.TrafficLevels;
import dev.tulle.operator.view.PolicyView;
import java.util.List;

/// How long callers wait and when they try again.
final class Waits {

    private Waits() {}

    /// The policies that have a word in it.
    static List<PolicyView> policies(TrafficLevels levels) {
        return levels.policies(
                traffic -> traffic.timeouts() == null ? traffic.retries() : traffic.timeouts());
    }
}
