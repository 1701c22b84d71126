package dev.tulle.proxy.discovery;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.TextMatch;
import java.util.List;
import java.util.Set;

/// What rules look for, from the contract to the model. A kind of match that this proxy does not
/// know refuses the rule: without it the rule would take requests that it was not meant for.
final class RouteMatches {

    private RouteMatches() {}

    static List<RouteMatch> of(List<dev.tulle.contract.v1.RouteMatch> messages) {
        return messages.stream().map(RouteMatches::of).toList();
    }

    private static RouteMatch of(dev.tulle.contract.v1.RouteMatch message) {
        return new RouteMatch(
                message.hasPath() ? text(message.getPath()) : null,
                Set.copyOf(message.getMethodsList()),
                fields(message.getHeadersList()),
                fields(message.getQueryList()),
                fields(message.getCookiesList()));
    }

    private static TextMatch text(dev.tulle.contract.v1.TextMatch message) {
        return switch (message.getKindCase()) {
            case EXACT -> new TextMatch.Exact(message.getExact());
            case PREFIX -> new TextMatch.Prefix(message.getPrefix());
            case REGEX -> new TextMatch.Regex(message.getRegex());
            case KIND_NOT_SET ->
                    throw new IllegalArgumentException(
                            "a path without a kind: expected exact, prefix or regex");
        };
    }

    private static List<FieldMatch> fields(List<dev.tulle.contract.v1.FieldMatch> messages) {
        return messages.stream().map(RouteMatches::field).toList();
    }

    private static FieldMatch field(dev.tulle.contract.v1.FieldMatch message) {
        String name = message.getName();
        return switch (message.getKindCase()) {
            case EXACT -> new FieldMatch.Value(name, new TextMatch.Exact(message.getExact()));
            case PREFIX -> new FieldMatch.Value(name, new TextMatch.Prefix(message.getPrefix()));
            case REGEX -> new FieldMatch.Value(name, new TextMatch.Regex(message.getRegex()));
            case PRESENT ->
                    message.getPresent()
                            ? new FieldMatch.Present(name)
                            : new FieldMatch.Absent(name);
            case KIND_NOT_SET ->
                    throw new IllegalArgumentException(
                            "'%s' without a kind: expected exact, prefix, regex or present"
                                    .formatted(name));
        };
    }
}
