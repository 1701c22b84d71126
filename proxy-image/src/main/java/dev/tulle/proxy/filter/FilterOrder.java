package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.ResponseFilter;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.LoopConfig;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The order of the filters, the only place where it is written: that of the constants below.
///
/// @param probe tells the requests of the kubelet
public record FilterOrder(
        List<RequestFilter> request, List<ResponseFilter> response, Predicate<Exchange> probe) {

    /// What requests to the own application go through.
    enum Inbound {
        IDENTITY,
        PROBE
    }

    /// What requests of the own application go through. What a rule does, it does in the order of
    /// its `RulePlan`: respond, redirect, rewrite, fields.
    enum Outbound {
        IDENTITY,
        MATCH,
        /// Before a rule can take the cookie away that says where the client was.
        AFFINITY,
        RULE
    }

    /// What answers to the own application go through.
    enum Answer {
        RESERVED,
        RULE,
        /// Behind what a rule does to the answer.
        AFFINITY
    }

    /// For requests to the own application.
    public static FilterOrder inbound(Loop loop, ProbeSources probeSources) {
        ProbeFilter probe = new ProbeFilter(() -> probes(loop), probeSources);
        return new FilterOrder(
                Stream.of(Inbound.values()).map(filter -> of(filter, probe)).toList(),
                List.of(new ReservedAnswerFields()),
                probe::isProbe);
    }

    /// For requests of the own application.
    public static FilterOrder outbound(Loop loop) {
        return new FilterOrder(
                Stream.of(Outbound.values()).map(filter -> of(filter, loop)).toList(),
                Stream.of(Answer.values()).map(FilterOrder::of).toList(),
                exchange -> false);
    }

    private static RequestFilter of(Inbound filter, ProbeFilter probe) {
        return switch (filter) {
            case IDENTITY -> new IdentityFilter();
            case PROBE -> probe;
        };
    }

    private static RequestFilter of(Outbound filter, Loop loop) {
        return switch (filter) {
            case IDENTITY -> new IdentityFilter();
            case MATCH -> new MatchFilter(loop);
            case AFFINITY -> new AffinityFilter();
            case RULE -> new RuleFilter();
        };
    }

    private static ResponseFilter of(Answer filter) {
        return switch (filter) {
            case RESERVED -> new ReservedAnswerFields();
            case RULE -> new RuleAnswerFields();
            case AFFINITY -> new AffinityFilter();
        };
    }

    private static List<Probe> probes(Loop loop) {
        LoopConfig config = loop.config();
        return config == null ? List.of() : config.inbound().probes();
    }
}
