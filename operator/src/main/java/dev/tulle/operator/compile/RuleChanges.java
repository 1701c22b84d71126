package dev.tulle.operator.compile;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.contract.v1.HeaderEdit;
import dev.tulle.contract.v1.HeaderField;
import dev.tulle.contract.v1.Redirect;
import dev.tulle.contract.v1.Respond;
import dev.tulle.contract.v1.Rewrite;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.operator.resolve.Defaults;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a rule does to requests and answers, in the contract's words.
final class RuleChanges {

    private RuleChanges() {}

    static void translate(TrafficRule rule, RouteRule.Builder into) {
        if (rule.redirect() != null) {
            into.setRedirect(redirect(rule.redirect()));
        }
        if (rule.respond() != null) {
            into.setRespond(
                    Respond.newBuilder()
                            .setStatus(rule.respond().status())
                            .setBody(text(rule.respond().body())));
        }
        if (rule.rewrite() != null) {
            into.setRewrite(
                    Rewrite.newBuilder()
                            .setHost(text(rule.rewrite().host()))
                            .setPath(text(rule.rewrite().path()))
                            .setPrefix(text(rule.rewrite().prefix())));
        }
        if (rule.requestHeaders() != null) {
            into.setRequestHeaders(edit(rule.requestHeaders()));
        }
        if (rule.responseHeaders() != null) {
            into.setResponseHeaders(edit(rule.responseHeaders()));
        }
    }

    private static Redirect.Builder redirect(TrafficRule.Redirect redirect) {
        TrafficRule.Scheme scheme = redirect.scheme();
        return Redirect.newBuilder()
                .setScheme(scheme == null ? "" : scheme.name().toLowerCase(Locale.ROOT))
                .setHost(text(redirect.host()))
                .setPort(Objects.requireNonNullElse(redirect.port(), 0))
                .setPath(text(redirect.path()))
                .setStatus(Defaults.redirectStatus(redirect));
    }

    private static HeaderEdit.Builder edit(TrafficRule.HeaderEdit edit) {
        HeaderEdit.Builder message = HeaderEdit.newBuilder();
        each(edit.set()).forEach(field -> message.addSet(field(field)));
        each(edit.add()).forEach(field -> message.addAdd(field(field)));
        each(edit.remove()).forEach(name -> message.addRemove(name.toLowerCase(Locale.ROOT)));
        return message;
    }

    private static HeaderField.Builder field(TrafficRule.Header field) {
        return HeaderField.newBuilder()
                .setName(field.name().toLowerCase(Locale.ROOT))
                .setValue(field.value());
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static <T> List<T> each(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
