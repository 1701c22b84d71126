package dev.tulle.operator.identity;

import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKey;

/// Which changes of the view can change a plan.
final class IdentityEvents {
    private IdentityEvents() {}

    static boolean concerns(ViewChange change) {
        return change.changed().stream().anyMatch(IdentityEvents::concerns);
    }

    private static boolean concerns(ViewKey key) {
        return switch (key) {
            case ViewKey.OfObject object ->
                    switch (object.kind()) {
                        case INSTALL, POD, SECRET, SERVICE_ACCOUNT -> true;
                        case NAMESPACE,
                                SERVICE,
                                SLICE,
                                NODE,
                                SERVICE_CIDR,
                                DEPLOYMENT,
                                CONFIG_MAP,
                                AFFINITY_KEYS,
                                AUTHORITY,
                                SPLIT,
                                POLICY ->
                                false;
                    };
            case ViewKey.OfMembers members -> false;
            case ViewKey.OfValues values -> false;
        };
    }
}
