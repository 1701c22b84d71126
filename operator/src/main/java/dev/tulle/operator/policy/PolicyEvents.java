package dev.tulle.operator.policy;

import dev.tulle.operator.resolve.Touched;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which policies a change concerns: the neighbours of changed ones, those that target a changed
/// Service, those that may meet in a pod that came or went, and those about which discovery says
/// something new.
final class PolicyEvents {

    private PolicyEvents() {}

    /// Names of the policies to visit.
    ///
    /// @param reported uids of objects about which a report says something else
    static Set<ObjectName> touched(ViewChange change, Set<String> reported) {
        Set<ObjectName> touched = new HashSet<>(change.names(ViewKind.POLICY));
        touched.addAll(Touched.policies(change));
        touched.addAll(told(change, reported));
        return touched;
    }

    private static List<ObjectName> told(ViewChange change, Set<String> reported) {
        boolean discovery = !change.names(ViewKind.DEPLOYMENT).isEmpty();
        if (!discovery && reported.isEmpty()) {
            return List.of();
        }
        return change.after().all(PolicyView.class).stream()
                .filter(policy -> discovery || reported.contains(policy.meta().uid()))
                .map(PolicyView::name)
                .toList();
    }
}
