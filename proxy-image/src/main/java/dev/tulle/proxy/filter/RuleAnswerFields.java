package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.ResponseFilter;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.route.HeaderSteps;
import dev.tulle.proxy.runtime.RuleRuntime;

/// Changes the fields of a forwarded answer as the rule of its request says.
final class RuleAnswerFields implements ResponseFilter {

    @Override
    public void onResponse(Exchange exchange, ResponseHead head) {
        RuleRuntime rule = exchange.rule();
        HeaderSteps steps = rule == null ? null : rule.plan().answer();
        if (steps != null) {
            FieldEdit.run(steps, head.fields());
        }
    }
}
