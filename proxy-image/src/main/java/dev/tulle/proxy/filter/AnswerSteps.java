package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.HeaderSteps;
import dev.tulle.proxy.route.RuleStep;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/// Answers that a rule gives.
final class AnswerSteps {

    private static final AsciiString LOCATION = AsciiString.cached("location");

    private AnswerSteps() {}

    static Verdict respond(RuleStep.Respond step) {
        return new Verdict.Given(step.status(), step.fields(), step.body());
    }

    static Verdict redirect(RuleStep.Redirect step, Exchange exchange) {
        List<HeaderSteps.Put> fields = new ArrayList<>(step.fields().size() + 1);
        fields.add(new HeaderSteps.Put(LOCATION, step.target().location(exchange.request())));
        fields.addAll(step.fields());
        return new Verdict.Given(step.target().status(), fields, AsciiString.EMPTY_STRING);
    }
}
