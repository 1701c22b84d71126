package dev.tulle.operator.authority;

import java.util.Map;

/// Labels of everything that this room writes.
final class AuthorityLabels {
    static final Map<String, String> ALL =
            Map.of("app.kubernetes.io/managed-by", "tulle", "mesh.tulle.dev/part-of", "authority");

    private AuthorityLabels() {}
}
