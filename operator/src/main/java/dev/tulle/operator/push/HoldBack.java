package dev.tulle.operator.push;

import dev.tulle.contract.v1.RejectionReason;
import java.util.HashSet;
import java.util.Set;

/// Whether a version is kept from proxies that have not got it yet, because too many of those that
/// got it refused it. Once held back, a version stays so until the object changes.
final class HoldBack {

    private static final int FEWEST = 3;
    private static final int PERCENT = 10;

    private final Set<String> refusers = new HashSet<>();
    private boolean held;

    /// Counts a refusal.
    ///
    /// @param restricts a message that restricts goes to all who can honour it, whoever refuses it
    /// @param audience how many streams want the resource
    void refused(String podUid, RejectionReason reason, Restriction restricts, int audience) {
        if (restricts == Restriction.RESTRICTS || !blames(reason)) {
            return;
        }
        refusers.add(podUid);
        held |= refusers.size() >= FEWEST && refusers.size() * 100 > audience * PERCENT;
    }

    /// Whether a reason speaks against the version; the others are about the proxy that gives it.
    private static boolean blames(RejectionReason reason) {
        return switch (reason) {
            case INVALID_FIELD, LIMIT_EXCEEDED, INTERNAL, REJECTION_REASON_UNSPECIFIED -> true;
            case UNKNOWN_FEATURE, UNRESOLVED_REFERENCE, UNRECOGNIZED -> false;
        };
    }

    boolean isHeld() {
        return held;
    }

    boolean isRefused() {
        return !refusers.isEmpty();
    }
}
