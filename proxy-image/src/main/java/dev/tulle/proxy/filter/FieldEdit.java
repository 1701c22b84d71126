package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.HeaderSteps;
import io.netty.util.AsciiString;
import java.util.List;

/// Changes fields of a head.
final class FieldEdit {

    private FieldEdit() {}

    static Verdict run(HeaderSteps steps, Fields fields) {
        remove(steps.cleared(), fields);
        List<HeaderSteps.Put> put = steps.put();
        for (int i = 0; i < put.size(); i++) {
            fields.add(put.get(i).name(), put.get(i).value());
        }
        remove(steps.removed(), fields);
        return Verdict.Continue.CONTINUE;
    }

    private static void remove(List<AsciiString> names, Fields from) {
        for (int i = 0; i < names.size(); i++) {
            from.remove(names.get(i));
        }
    }
}
