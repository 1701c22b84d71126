package dev.tulle.operator.compile;

import dev.tulle.api.v1alpha1.SessionAffinity;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.contract.v1.FieldMatch;
import dev.tulle.contract.v1.Mirror;
import dev.tulle.contract.v1.RouteMatch;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.Source;
import dev.tulle.contract.v1.TextMatch;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.operator.resolve.CallerTraffic;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.Splits;
import dev.tulle.operator.resolve.TrafficLevels;
import dev.tulle.operator.view.SplitView;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the TrafficSplit that owns a port says about requests. Without rules and sessions there is
/// no Routes: requests go by the weights of their Destination.
final class RoutesTranslator {

    private final AffinityTranslator affinities;

    RoutesTranslator(AffinityTranslator affinities) {
        this.affinities = affinities;
    }

    Optional<Translation> translate(RoutesKey key, Reads reads) {
        return owner(key, reads).map(split -> routes(split, key, reads));
    }

    /// Whether a port of a Service has Routes at all.
    static boolean exists(RoutesKey key, Reads reads) {
        return owner(key, reads).isPresent();
    }

    private static Optional<SplitView> owner(RoutesKey key, Reads reads) {
        return Splits.owner(reads, key.service(), key.port())
                .filter(Splits::needsHttp)
                .filter(_ -> Splits.mayBeHttp(reads, key.service(), key.port()));
    }

    private Translation routes(SplitView split, RoutesKey key, Reads reads) {
        int port = key.port();
        Set<ResourceKey> references = new HashSet<>();
        Set<Source> sources = new LinkedHashSet<>();
        sources.add(Sources.of(split));
        Routes.Builder message = Routes.newBuilder();
        for (TrafficRule rule : split.rules()) {
            RouteRule.Builder made = RouteRule.newBuilder().setName(rule.name());
            rule.matches().forEach(match -> made.addMatches(match(match)));
            for (Splits.Share share : Splits.shares(reads, split, rule, port)) {
                BackendKey backend = BackendKey.of(share);
                made.addBackends(
                        WeightedBackend.newBuilder()
                                .setBackend(backend.name())
                                .setWeight(share.weight()));
                references.add(backend);
            }
            for (TrafficRule.Mirror mirror : each(rule.mirror())) {
                BackendKey backend = BackendKey.of(Splits.mirror(split, mirror, port));
                made.addMirrors(
                        Mirror.newBuilder()
                                .setBackend(backend.name())
                                .setPercent(Defaults.mirrorPercent(mirror)));
                references.add(backend);
            }
            RuleChanges.translate(rule, made);
            if (!Splits.answers(rule) && TrafficLevels.nameRule(reads, split, rule.name())) {
                TrafficLevels levels = TrafficLevels.ofRule(reads, split, rule.name(), port);
                made.setTimeouts(TrafficWords.of(CallerTraffic.timeouts(levels)))
                        .setRetries(TrafficWords.of(CallerTraffic.retries(levels)));
                Waits.policies(levels).forEach(policy -> sources.add(Sources.of(policy)));
            }
            message.addRules(made);
        }
        SessionAffinity affinity = split.spec().sessionAffinity();
        if (affinity != null) {
            affinities.translate(affinity, key, reads).ifPresent(message::setAffinity);
        }
        message.addAllSources(sources);
        return new Translation(message.build(), List.copyOf(sources), references);
    }

    /// Takes the match apart, so that this stops compiling when something is added to it.
    private static RouteMatch match(TrafficMatch match) {
        return switch (match) {
            case TrafficMatch(var path, var methods, var headers, var query, var cookies) -> {
                RouteMatch.Builder message = RouteMatch.newBuilder();
                if (path != null) {
                    message.setPath(path(path));
                }
                each(methods).forEach(method -> message.addMethods(method.name()));
                each(headers).forEach(header -> message.addHeaders(field(header)));
                each(query).forEach(parameter -> message.addQuery(field(parameter)));
                each(cookies).forEach(cookie -> message.addCookies(field(cookie)));
                yield message.build();
            }
        };
    }

    private static TextMatch.Builder path(TrafficMatch.Path path) {
        TextMatch.Builder message = TextMatch.newBuilder();
        if (path.exact() != null) {
            return message.setExact(path.exact());
        }
        return path.prefix() != null
                ? message.setPrefix(path.prefix())
                : message.setRegex(Objects.requireNonNullElse(path.regex(), ""));
    }

    private static FieldMatch.Builder field(TrafficMatch.Named named) {
        FieldMatch.Builder message = FieldMatch.newBuilder().setName(named.name());
        if (named.exact() != null) {
            return message.setExact(named.exact());
        }
        if (named.prefix() != null) {
            return message.setPrefix(named.prefix());
        }
        return named.regex() != null
                ? message.setRegex(named.regex())
                : message.setPresent(!Boolean.FALSE.equals(named.present()));
    }

    private static <T> List<T> each(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
