package dev.tulle.operator.traffic;

import dev.tulle.operator.resolve.Touched;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which splits a change concerns: those of changed Services, those that ask for the traffic that a
/// changed split asks for, and those about which discovery says something new.
final class SplitEvents {

    private SplitEvents() {}

    /// Names of the splits to visit.
    ///
    /// @param reported uids of objects about which a report says something else
    static Set<ObjectName> touched(ViewChange change, Set<String> reported) {
        Set<ObjectName> touched = new HashSet<>(change.names(ViewKind.SPLIT));
        touched.addAll(Touched.splits(change));
        touched.addAll(told(change, reported));
        return touched;
    }

    private static List<ObjectName> told(ViewChange change, Set<String> reported) {
        boolean discovery = !change.names(ViewKind.DEPLOYMENT).isEmpty();
        if (!discovery && reported.isEmpty()) {
            return List.of();
        }
        return change.after().all(SplitView.class).stream()
                .filter(split -> discovery || reported.contains(split.meta().uid()))
                .map(SplitView::name)
                .toList();
    }
}
