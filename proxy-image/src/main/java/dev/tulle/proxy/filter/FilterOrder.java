package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.ResponseFilter;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.LoopConfig;
import java.util.List;

/// The order of the filters, the only place where it is written.
public record FilterOrder(List<RequestFilter> request, List<ResponseFilter> response) {

    /// For requests to the own application.
    public static FilterOrder inbound(Loop loop, ProbeSources probeSources) {
        return new FilterOrder(
                List.of(new IdentityFilter(), new ProbeFilter(() -> probes(loop), probeSources)),
                List.of(new ReservedAnswerFields()));
    }

    private static List<Probe> probes(Loop loop) {
        LoopConfig config = loop.config();
        return config == null ? List.of() : config.inbound().probes();
    }

    /// For requests of the own application. What a rule does, it does in the order of its
    /// `RulePlan`: respond, redirect, rewrite, fields.
    public static FilterOrder outbound(Loop loop) {
        return new FilterOrder(
                List.of(
                        new IdentityFilter(),
                        new MatchFilter(loop),
                        new AffinityFilter(),
                        new RuleFilter()),
                List.of(
                        new ReservedAnswerFields(),
                        new RuleAnswerFields(),
                        new AffinityFilter()));
    }
}
