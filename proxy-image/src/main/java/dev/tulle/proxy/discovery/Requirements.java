package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.RejectionReason;
import java.util.List;
import java.util.TreeSet;

/// What this proxy can honour. A message that restricts names the feature that it needs: protobuf
/// would drop an unknown field in silence, and the door would stay open.
final class Requirements {
    /// The number of the contract, in [dev.tulle.contract.v1] as a whole.
    static final int CONTRACT = 1;

    static final List<String> FEATURES = List.of("limits", "mtls-strict");

    private Requirements() {}

    static void check(List<String> required) throws RefusedResourceException {
        TreeSet<String> unknown = new TreeSet<>(required);
        FEATURES.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new RefusedResourceException(
                    RejectionReason.UNKNOWN_FEATURE,
                    "requires",
                    "this proxy does not know %s: expected %s, restart the pod to get a newer proxy"
                            .formatted(String.join(", ", unknown), String.join(", ", FEATURES)));
        }
    }
}
