package dev.tulle.operator.traffic;

import dev.tulle.operator.resolve.Touched;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.HashSet;
import java.util.Set;

/// Which splits a change concerns: those of changed Services, those that ask for the traffic that a
/// changed split asks for, and those about which discovery says something new.
final class SplitEvents {

    private SplitEvents() {}

    /// Names of the splits to visit.
    ///
    /// @param told those about which discovery says something new
    static Set<ObjectName> touched(ViewChange change, Set<ObjectName> told) {
        Set<ObjectName> touched = new HashSet<>(change.names(ViewKind.SPLIT));
        touched.addAll(Touched.splits(change));
        touched.addAll(told);
        return touched;
    }
}
