package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.RulePlan;
import dev.tulle.proxy.route.RuleStep;
import dev.tulle.proxy.runtime.RuleRuntime;

/// Does to a request what its rule says. The steps were put in order when the rule was compiled; a
/// request without a rule costs one look.
final class RuleFilter implements RequestFilter {

    @Override
    public Verdict onRequest(Exchange exchange) {
        RuleRuntime rule = exchange.rule();
        return rule == null ? Verdict.Continue.CONTINUE : run(rule.plan(), exchange);
    }

    private static Verdict run(RulePlan plan, Exchange exchange) {
        for (int i = 0; i < plan.size(); i++) {
            Verdict verdict = run(plan.step(i), exchange);
            if (verdict != Verdict.Continue.CONTINUE) {
                return verdict;
            }
        }
        return Verdict.Continue.CONTINUE;
    }

    private static Verdict run(RuleStep step, Exchange exchange) {
        return switch (step) {
            case RuleStep.Respond respond -> AnswerSteps.respond(respond);
            case RuleStep.Redirect redirect -> AnswerSteps.redirect(redirect, exchange);
            case RuleStep.Rewrite rewrite -> RewriteStep.run(rewrite, exchange);
            case RuleStep.Edit edit -> FieldEdit.run(edit.fields(), exchange.request().fields());
        };
    }
}
