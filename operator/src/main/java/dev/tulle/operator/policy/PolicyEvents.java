package dev.tulle.operator.policy;

import dev.tulle.operator.resolve.Touched;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.HashSet;
import java.util.Set;

/// Which policies a change concerns: the neighbours of changed ones, those that target a changed
/// Service, those that may meet in a pod that came or went, and those about which discovery says
/// something new.
final class PolicyEvents {

    private PolicyEvents() {}

    /// Names of the policies to visit.
    ///
    /// @param told those about which discovery says something new
    static Set<ObjectName> touched(ViewChange change, Set<ObjectName> told) {
        Set<ObjectName> touched = new HashSet<>(change.names(ViewKind.POLICY));
        touched.addAll(Touched.policies(change));
        touched.addAll(told);
        return touched;
    }
}
