package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.SigningKey;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.route.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `Routes`: the rules for requests to a port of a Service. They are compiled here once, so that
/// what cannot be compiled is refused before a loop sees it.
final class RoutesDecoder implements Decoder<Routes> {

    @Override
    public Decoded<Routes> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        var message = dev.tulle.contract.v1.Routes.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        if (message.getRulesCount() > Routes.MOST_RULES) {
            throw new RefusedResourceException(
                    RejectionReason.LIMIT_EXCEEDED,
                    "rules",
                    "%d rules: expected at most %d"
                            .formatted(message.getRulesCount(), Routes.MOST_RULES));
        }
        List<RouteRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<ResourceKey> references = new HashSet<>();
        for (int i = 0; i < message.getRulesCount(); i++) {
            RouteRule rule = rule("rules[" + i + "]", message.getRules(i));
            if (!names.add(rule.name())) {
                throw invalid("rules", "two rules are called '" + rule.name() + "': expected one");
            }
            rule.backends().forEach(each -> references.add(backend(each.backend())));
            rule.changes().mirrors().forEach(each -> references.add(backend(each.backend())));
            rules.add(rule);
        }
        Optional<Affinity> affinity =
                read(
                        "affinity",
                        () ->
                                message.hasAffinity()
                                        ? Optional.of(affinity(message.getAffinity()))
                                        : Optional.empty());
        return new Decoded<>(
                new Routes(name, rules, affinity),
                SourceStamp.of(message.getSourcesList()),
                references);
    }

    private static Affinity affinity(dev.tulle.contract.v1.Affinity message) {
        Affinity.Carrier carrier =
                switch (message.getCarrierCase()) {
                    case COOKIE ->
                            new Affinity.Cookie(
                                    message.getCookie().getName(),
                                    PolicyReader.seconds(message.getCookie().getMaxAgeSeconds()));
                    case HEADER -> new Affinity.Header(message.getHeader());
                    case CARRIER_NOT_SET ->
                            throw new IllegalArgumentException(
                                    "no carrier: expected cookie or header");
                };
        return new Affinity(
                carrier,
                message.getKeysList().stream()
                        .map(key -> SigningKey.of(key.toByteArray()))
                        .toList());
    }

    private static RouteRule rule(String field, dev.tulle.contract.v1.RouteRule message)
            throws RefusedResourceException {
        List<WeightedBackend> backends =
                DestinationDecoder.backends(field + ".backends", message.getBackendsList());
        RuleChanges changes = RuleDecoder.changes(field, message);
        Optional<TrafficPolicy> traffic = PolicyReader.rule(field, message);
        return read(
                field,
                () -> {
                    RouteRule rule =
                            new RouteRule(
                                    message.getName(),
                                    RouteMatches.of(message.getMatchesList()),
                                    backends,
                                    changes,
                                    traffic);
                    RuleSet.check(rule);
                    return rule;
                });
    }

    private static ResourceKey backend(String name) {
        return new ResourceKey(ResourceType.BACKEND, name);
    }
}
