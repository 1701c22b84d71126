package dev.tulle.proxy.route;

import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.Rewrite;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleAnswer;
import dev.tulle.proxy.model.RuleChanges;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule does, compiled once: the steps stand in the order in which they are done. A rule
/// that only chooses backends has none.
public final class RulePlan {

    private static final HeaderSteps.Put TEXT =
            new HeaderSteps.Put(
                    AsciiString.cached("content-type"),
                    AsciiString.cached("text/plain; charset=utf-8"));

    private final RuleStep[] steps;
    private final @Nullable HeaderSteps answer;

    private RulePlan(RuleStep[] steps, @Nullable HeaderSteps answer) {
        this.steps = steps;
        this.answer = answer;
    }

    static RulePlan of(RouteRule rule) {
        RuleChanges changes = rule.changes();
        HeaderEdit response = changes.response();
        List<RuleStep> steps = new ArrayList<>();
        if (changes.answer() != null) {
            steps.add(answer(changes.answer(), response));
        }
        if (changes.rewrite() != null) {
            steps.add(rewrite(rule, changes.rewrite()));
        }
        if (!changes.request().isEmpty()) {
            steps.add(new RuleStep.Edit(HeaderSteps.of(changes.request())));
        }
        return new RulePlan(
                steps.toArray(RuleStep[]::new),
                response.isEmpty() ? null : HeaderSteps.of(response));
    }

    private static RuleStep answer(RuleAnswer answer, HeaderEdit response) {
        return switch (answer) {
            case RuleAnswer.Respond(int status, String body) ->
                    new RuleStep.Respond(
                            status,
                            HeaderSteps.of(response)
                                    .applied(body.isEmpty() ? List.of() : List.of(TEXT)),
                            new AsciiString(body.getBytes(StandardCharsets.UTF_8), false));
            case RuleAnswer.Redirect redirect ->
                    new RuleStep.Redirect(
                            RedirectTarget.of(redirect),
                            HeaderSteps.of(response).applied(List.of()));
        };
    }

    private static RuleStep rewrite(RouteRule rule, Rewrite rewrite) {
        PathRewrite path =
                rewrite.prefix().isEmpty()
                        ? new PathRewrite.Whole(AsciiString.of(rewrite.path()))
                        : PathRewrite.Prefix.of(rule.matches(), rewrite.prefix());
        return new RuleStep.Rewrite(AsciiString.of(rewrite.host()), path);
    }

    public int size() {
        return steps.length;
    }

    public RuleStep step(int index) {
        return steps[index];
    }

    /// What changes in the fields of an answer; null when nothing does.
    public @Nullable HeaderSteps answer() {
        return answer;
    }
}
