package dev.tulle.operator.authority;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.SecretView;
import java.util.Map;

/// The highest bundle sequence that any identity carries.
final class HighestSequence {
    private HighestSequence() {}

    /// The webhook's own Secret counts its own roots and is left out.
    static long in(ClusterView view) {
        return view.all(SecretView.class).stream()
                .filter(secret -> secret.labels().containsKey("mesh.tulle.dev/identity"))
                .mapToLong(secret -> sequence(secret.annotations()))
                .max()
                .orElse(0);
    }

    private static long sequence(Map<String, String> annotations) {
        String text = annotations.getOrDefault(BundleMap.SEQUENCE, "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
