package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception to where requests go.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "[has(self.backends), has(self.redirect), has(self.respond)].filter(x, x).size()"
                        + " <= 1",
        messageExpression =
                "\"rule '\" + self.name + \"' does two things: keep one of backends, redirect or"
                        + " respond\"")
@ValidationRule(
        value =
                "!(has(self.redirect) || has(self.respond))"
                        + " || !(has(self.rewrite) || has(self.requestHeaders))",
        message =
                "a rule that redirects or responds sends nothing on: remove rewrite and"
                        + " requestHeaders")
@ValidationRule(
        value =
                "!has(self.rewrite) || !has(self.rewrite.prefix)"
                        + " || self.matches.all(m, has(m.path) && has(m.path.prefix))",
        message = "rewrite.prefix needs path.prefix in every match of this rule")
public record TrafficRule(
        @Required
                @Size(min = 1, max = 63)
                @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                @JsonPropertyDescription(
                        "What metrics and status call the rule. Unset: not allowed.")
                String name,
        @Required
                @Size(min = 1, max = 8)
                @JsonPropertyDescription(
                        "The rule takes a request that any of these matches. Unset: not allowed.")
                List<TrafficMatch> matches,
        @Size(min = 1, max = 16)
                @ValidationRule(
                        value = "self.exists(b, b.weight > 0)",
                        message =
                                "every weight is 0, so no backend would get traffic: give at least"
                                        + " one backend a weight above 0")
                @JsonPropertyDescription(
                        "Services that share what the rule takes, by weight. Unset: as in"
                                + " spec.backends.")
                @Nullable List<TrafficSplitSpec.Backend> backends,
        @JsonPropertyDescription("Sends the caller elsewhere. Unset: the request goes on.")
                TrafficChange.@Nullable Redirect redirect,
        @JsonPropertyDescription("The proxy answers by itself. Unset: the request goes on.")
                TrafficChange.@Nullable Respond respond,
        @JsonPropertyDescription("Another host or path for the backend. Unset: as asked.")
                TrafficChange.@Nullable Rewrite rewrite,
        @JsonPropertyDescription("Changes the fields of the request. Unset: as asked.")
                TrafficChange.@Nullable HeaderEdit requestHeaders,
        @JsonPropertyDescription("Changes the fields of the answer. Unset: as answered.")
                TrafficChange.@Nullable HeaderEdit responseHeaders) {}
