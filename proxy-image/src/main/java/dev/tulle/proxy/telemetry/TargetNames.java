package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.model.Target;
import java.util.HashMap;
import java.util.Map;

/// Names of targets as labels, made once: a request must not build text. Belongs to one loop.
final class TargetNames {
    private static final int MOST = 4_096;

    private final Map<Target, String> names = new HashMap<>();

    String of(Target target) {
        String known = names.get(target);
        if (known != null) {
            return known;
        }
        if (names.size() >= MOST) {
            names.clear();
        }
        String name = target.toString();
        names.put(target, name);
        return name;
    }
}
