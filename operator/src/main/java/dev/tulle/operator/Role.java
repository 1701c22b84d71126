package dev.tulle.operator;

import java.util.Locale;

/// What a process does. One image holds both roles.
enum Role {
    /// The leader writes everything, the others wait with warm caches.
    OPERATOR,
    /// Serves proxies and the webhook, next to others that do the same.
    DISCOVERY,
    /// Both in one process, for a desk.
    ALL;

    /// @throws IllegalArgumentException with a sentence, when there is no such role
    static Role parse(String word) {
        for (Role role : values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "no role '%s': the first argument must be operator, discovery or all"
                        .formatted(word));
    }

    boolean operates() {
        return switch (this) {
            case OPERATOR, ALL -> true;
            case DISCOVERY -> false;
        };
    }

    boolean serves() {
        return switch (this) {
            case DISCOVERY, ALL -> true;
            case OPERATOR -> false;
        };
    }
}
