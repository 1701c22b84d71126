package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request must look like; all that is set must hold.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "has(self.path) || has(self.methods) || has(self.headers) || has(self.query)"
                        + " || has(self.cookies)",
        message =
                "an empty match matches every request: name a path, method, header, cookie or query"
                        + " parameter, or use spec.backends")
public record TrafficMatch(
        @ValidationRule(
                        value =
                                "[has(self.exact), has(self.prefix), has(self.regex)]"
                                        + ".exists_one(x, x)",
                        message = "give exactly one of exact, prefix or regex")
                @ValidationRule(
                        value =
                                "(!has(self.exact) || self.exact.startsWith('/'))"
                                        + " && (!has(self.prefix) || self.prefix.startsWith('/'))",
                        message = "a path starts with '/': write /api, not api")
                @JsonPropertyDescription(
                        "Path without query, after normalisation; /package.Service/Method for"
                                + " gRPC. Unset: any path.")
                @Nullable Path path,
        @Size(min = 1, max = 9) @JsonPropertyDescription("Any of these methods. Unset: any method.")
                @Nullable List<HttpMethod> methods,
        @Size(min = 1, max = 16)
                @JsonPropertyDescription(
                        "Header fields; names without regard to case. Unset: any headers.")
                @Nullable List<Named> headers,
        @Size(min = 1, max = 16)
                @JsonPropertyDescription("Parameters of the query, decoded. Unset: any query.")
                @Nullable List<Named> query,
        @Size(min = 1, max = 16) @JsonPropertyDescription("Cookies by name. Unset: any cookies.")
                @Nullable List<Named> cookies) {

    /// One of three ways to compare a path.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Path(
            @Size(min = 1, max = 256)
                    @JsonPropertyDescription("The whole path. Unset: prefix or regex is given.")
                    @Nullable String exact,
            @Size(min = 1, max = 256)
                    @JsonPropertyDescription(
                            "Its first segments: /api takes /api and /api/x, not /apix. Unset:"
                                    + " exact or regex is given.")
                    @Nullable String prefix,
            @Size(min = 1, max = 256)
                    @ValidationRule(
                            value = "''.matches(self) in [true, false]",
                            message = "not a regular expression: write RE2 syntax")
                    @JsonPropertyDescription(
                            "RE2 over the whole path. Unset: exact or prefix is given.")
                    @Nullable String regex) {}

    /// One of four ways to look at something that has a name.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value =
                    "[has(self.exact), has(self.prefix), has(self.regex), has(self.present)]"
                            + ".exists_one(x, x)",
            message = "give exactly one of exact, prefix, regex or present")
    public record Named(
            @Required
                    @Size(min = 1, max = 128)
                    @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
                    @JsonPropertyDescription(
                            "Name of the field, parameter or cookie. Unset: not allowed.")
                    String name,
            @Size(max = 256) @JsonPropertyDescription("The whole value. Unset: compared otherwise.")
                    @Nullable String exact,
            @Size(min = 1, max = 256)
                    @JsonPropertyDescription(
                            "What the value starts with. Unset: compared otherwise.")
                    @Nullable String prefix,
            @Size(min = 1, max = 256)
                    @ValidationRule(
                            value = "''.matches(self) in [true, false]",
                            message = "not a regular expression: write RE2 syntax")
                    @JsonPropertyDescription("RE2 over the whole value. Unset: compared otherwise.")
                    @Nullable String regex,
            @JsonPropertyDescription(
                            "Whether it must be there, or must not. Unset: its value is compared.")
                    @Nullable Boolean present) {}
}
