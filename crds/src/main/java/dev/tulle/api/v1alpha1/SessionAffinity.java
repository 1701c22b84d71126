package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Keeps the requests of one client on the backend and pod that answered its first one.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "[has(self.cookie), has(self.header)].exists_one(x, x)",
        message = "give exactly one of cookie or header")
public record SessionAffinity(
        @JsonPropertyDescription("A cookie that proxies set, for browsers. Unset: header is given.")
                @Nullable Cookie cookie,
        @Size(min = 1, max = 128)
                @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
                @ValidationRule(
                        value =
                                "!(self.lowerAscii().startsWith('x-tulle-') || self.lowerAscii() in"
                                    + " ['host', 'connection', 'keep-alive', 'proxy-connection',"
                                    + " 'te', 'trailer', 'transfer-encoding', 'upgrade',"
                                    + " 'content-length', 'content-type', 'expect',"
                                    + " 'http2-settings', 'cookie', 'set-cookie', 'authorization',"
                                    + " 'location', 'date'])",
                        message =
                                "this field has a meaning of its own: choose another name, for"
                                        + " example x-session")
                @JsonPropertyDescription(
                        "A field of answers that the client sends back in its requests, for"
                                + " programs. Unset: cookie is given.")
                @Nullable String header) {

    /// A cookie: `HttpOnly`, `SameSite=Lax`, for every path.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Cookie(
            @Required
                    @Size(min = 1, max = 64)
                    @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
                    @ValidationRule(
                            value = "!self.startsWith('__')",
                            message =
                                    "browsers take a cookie whose name begins with __ over TLS"
                                            + " only, and proxies cannot see it: choose another"
                                            + " name")
                    @JsonPropertyDescription("Name of the cookie. Unset: not allowed.")
                    String name,
            @Size(max = 32)
                    @ValidationRule(value = Traffic.DURATION, message = Traffic.NO_DURATION)
                    @ValidationRule(
                            value =
                                    "duration(self) >= duration('1s') && duration(self) <="
                                            + " duration('9600h')",
                            message =
                                    "ttl must lie between 1s and 9600h: browsers keep a cookie for"
                                            + " 400 days at most")
                    @JsonPropertyDescription(
                            "How long the browser keeps it. Unset: until it is closed.")
                    @Nullable String ttl) {}
}
