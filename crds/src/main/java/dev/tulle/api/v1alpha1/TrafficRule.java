package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
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
                "!(has(self.redirect) || has(self.respond)) || !(has(self.rewrite) ||"
                        + " has(self.mirror) || has(self.requestHeaders))",
        message =
                "a rule that redirects or responds sends nothing on: remove rewrite, mirror and"
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
                @Nullable Redirect redirect,
        @JsonPropertyDescription("The proxy answers by itself. Unset: the request goes on.")
                @Nullable Respond respond,
        @JsonPropertyDescription("Another host or path for the backend. Unset: as asked.")
                @Nullable Rewrite rewrite,
        @JsonPropertyDescription("Changes the fields of the request. Unset: as asked.")
                @Nullable HeaderEdit requestHeaders,
        @JsonPropertyDescription("Changes the fields of the answer. Unset: as answered.")
                @Nullable HeaderEdit responseHeaders,
        @Size(min = 1, max = 2)
                @JsonPropertyDescription(
                        "Services that get copies; their answers are thrown away. Unset: none.")
                @Nullable List<Mirror> mirror) {

    private static final String HOST = "^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$";
    private static final String PATH = "^/[!\"$->@-~]*$";
    private static final String RESERVED =
            "n.lowerAscii().startsWith('x-tulle-') || n.lowerAscii() in ['host', 'connection',"
                    + " 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding',"
                    + " 'upgrade', 'content-length', 'expect', 'http2-settings']";
    private static final String RESERVED_MESSAGE =
            "x-tulle-* and the fields that frame a message belong to the proxy: remove them here,"
                    + " and use rewrite.host for the host";

    /// Schemes of a redirect.
    public enum Scheme {
        @JsonProperty("http")
        HTTP,
        @JsonProperty("https")
        HTTPS
    }

    /// The caller is sent elsewhere.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "has(self.scheme) || has(self.host) || has(self.port) || has(self.path)",
            message =
                    "redirect needs scheme, host, port or path: otherwise it points back at itself")
    public record Redirect(
            @JsonPropertyDescription("http or https. Unset: as asked.") @Nullable Scheme scheme,
            @Size(min = 1, max = 253)
                    @Pattern(HOST)
                    @JsonPropertyDescription("Host without port. Unset: as asked.")
                    @Nullable String host,
            @Min(1) @Max(65535) @JsonPropertyDescription("Port. Unset: as asked.")
                    @Nullable Integer port,
            @Size(min = 1, max = 1024)
                    @Pattern(PATH)
                    @JsonPropertyDescription("Path without query, which stays. Unset: as asked.")
                    @Nullable String path,
            @ValidationRule(
                            value = "self in [301, 302, 303, 307, 308]",
                            message = "not a redirection: write 301, 302, 303, 307 or 308")
                    @JsonPropertyDescription("301, 302, 303, 307 or 308. Unset: 302.")
                    @Nullable Integer status) {}

    /// The proxy answers.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "!has(self.body) || !(self.status in [204, 205, 304])",
            message = "an answer of status 204, 205 or 304 has no body: remove body")
    public record Respond(
            @Required @Min(200) @Max(599) @JsonPropertyDescription("Status. Unset: not allowed.")
                    Integer status,
            @Size(max = 4096)
                    @JsonPropertyDescription(
                            "Text; its content-type is text/plain unless responseHeaders sets one."
                                    + " Unset: empty.")
                    @Nullable String body) {}

    /// The request goes on under another name.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "has(self.host) || has(self.path) || has(self.prefix)",
            message = "rewrite needs host, path or prefix")
    @ValidationRule(
            value = "!(has(self.path) && has(self.prefix))",
            message =
                    "give rewrite.path (whole path) or rewrite.prefix (the matched part), not both")
    public record Rewrite(
            @Size(min = 1, max = 253)
                    @Pattern("^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?$")
                    @JsonPropertyDescription("Host that the backend sees. Unset: as asked.")
                    @Nullable String host,
            @Size(min = 1, max = 1024)
                    @Pattern(PATH)
                    @JsonPropertyDescription(
                            "Stands for the whole path; the query stays. Unset: as asked.")
                    @Nullable String path,
            @Size(min = 1, max = 1024)
                    @Pattern(PATH)
                    @JsonPropertyDescription(
                            "Stands for the part that path.prefix of the match names. Unset: as"
                                    + " asked.")
                    @Nullable String prefix) {}

    /// Fields of a head: first set, then added, then removed.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "has(self.set) || has(self.add) || has(self.remove)",
            message = "an empty edit changes nothing: name a field in set, add or remove")
    public record HeaderEdit(
            @Size(min = 1, max = 16)
                    @JsonPropertyDescription(
                            "Fields in place of all others of their names. Unset: none.")
                    @Nullable List<Header> set,
            @Size(min = 1, max = 16)
                    @JsonPropertyDescription("Fields besides others of their names. Unset: none.")
                    @Nullable List<Header> add,
            @Size(min = 1, max = 16)
                    @ValidationRule(
                            value = "!self.exists(n, " + RESERVED + ")",
                            message = RESERVED_MESSAGE)
                    @JsonPropertyDescription("Names of fields to take away. Unset: none.")
                    @Nullable
                            List<
                                    @Size(min = 1, max = 128)
                                    @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") String>
                            remove) {}

    /// A Service that gets copies of requests.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Mirror(
            @Required
                    @Size(min = 1, max = 63)
                    @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                    @JsonPropertyDescription(
                            "Name of a Service in this namespace. Unset: not allowed.")
                    String service,
            @Min(1)
                    @Max(65535)
                    @JsonPropertyDescription(
                            "Port of this Service. Unset: the port that was called.")
                    @Nullable Integer port,
            @Min(1)
                    @Max(100)
                    @JsonPropertyDescription("How many of the requests in percent. Unset: 100.")
                    @Nullable Integer percent) {}

    /// A field with its value.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Header(
            @Required
                    @Size(min = 1, max = 128)
                    @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
                    @ValidationRule(
                            value = "![self].exists(n, " + RESERVED + ")",
                            message = RESERVED_MESSAGE)
                    @JsonPropertyDescription("Name of the field. Unset: not allowed.")
                    String name,
            @Required
                    @Size(max = 1024)
                    @Pattern("^[ -~]*$")
                    @JsonPropertyDescription("Its value, printable ASCII. Unset: not allowed.")
                    String value) {}
}
