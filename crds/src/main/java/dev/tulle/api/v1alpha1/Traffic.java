package dev.tulle.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How callers treat the traffic to a target.
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "has(self.timeouts) || has(self.retries) || has(self.circuitBreaker) ||"
                        + " has(self.loadBalancing)",
        message = "traffic says nothing: add timeouts, retries, circuitBreaker or loadBalancing")
public record Traffic(
        @ValidationRule(
                        value =
                                "!(has(self.perTry) && has(self.request)) || duration(self.request)"
                                        + " == duration('0s') || duration(self.perTry) <="
                                        + " duration(self.request)",
                        message =
                                "perTry is longer than request, so no second try could ever start:"
                                        + " make perTry the shorter one")
                @JsonPropertyDescription("How long callers wait. Unset: as its members say.")
                @Nullable Timeouts timeouts,
        @JsonPropertyDescription(
                        "When callers try again. What no application saw is always tried twice"
                                + " more. Unset: as its members say.")
                @Nullable Retries retries,
        @ValidationRule(
                        value =
                                "!(has(self.ejectionTime) && has(self.maxEjectionTime)) ||"
                                        + " duration(self.ejectionTime) <="
                                        + " duration(self.maxEjectionTime)",
                        message = "ejectionTime is longer than maxEjectionTime: swap them")
                @JsonPropertyDescription(
                        "When an endpoint is left alone, and how much it is asked at once. Unset:"
                                + " as its members say.")
                @Nullable CircuitBreaker circuitBreaker,
        @ValidationRule(
                        value =
                                "(has(self.algorithm) && self.algorithm in ['RingHash', 'Maglev'])"
                                        + " == has(self.hash)",
                        message =
                                "RingHash and Maglev need hash (what to hash); every other"
                                        + " algorithm takes none")
                @JsonPropertyDescription(
                        "How endpoints are chosen; a whole section is inherited, not its members."
                                + " Unset: as its members say.")
                @Nullable LoadBalancing loadBalancing) {

    static final String DURATION = "self.matches('^([0-9]{1,5}(h|m|s|ms)){1,4}$')";
    static final String NO_DURATION = "not a duration: write 250ms, 2s, 5m or 1h30m";

    /// How long callers wait; 0s is for ever.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Timeouts(
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription("Until an endpoint takes the connection. Unset: 1s.")
                    @Nullable String connect,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "From the head of a request to the end of its answer, all tries"
                                    + " together; 504 after it. Unset: no limit, as 0s.")
                    @Nullable String request,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "From the begin of a try to the head of its answer; never longer than"
                                    + " request. Unset: no limit, as 0s.")
                    @Nullable String perTry,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "While nothing of a request or its answer moves; 0s is no limit."
                                    + " Unset: 5m.")
                    @Nullable String idle) {}

    /// When callers try again.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Retries(
            @Min(0) @Max(10) @JsonPropertyDescription("Tries after the first. Unset: 2.")
                    @Nullable Integer attempts,
            @JsonPropertyDescription(
                            "Idempotent repeats GET, HEAD, OPTIONS, TRACE, PUT and DELETE only."
                                    + " Unset: Idempotent.")
                    @Nullable Methods methods,
            @Size(max = 7)
                    @JsonPropertyDescription(
                            "What is tried again; Unavailable is status 503, GatewayError 502 to"
                                    + " 504, ServerError any from 500 on. Unset: ConnectFailure,"
                                    + " Refused and Unavailable.")
                    @Nullable List<Outcome> retryOn,
            @ValidationRule(
                            value =
                                    "!(has(self.base) && has(self.max)) || duration(self.base) <="
                                            + " duration(self.max)",
                            message = "backoff.base is longer than backoff.max: swap them")
                    @JsonPropertyDescription(
                            "Pauses between tries, chosen at random below a bound. Unset: as its"
                                    + " members say.")
                    @Nullable Backoff backoff,
            @JsonPropertyDescription(
                            "How many retries a target gets, so that they cannot multiply its load."
                                    + " Unset: as its members say.")
                    @Nullable Budget budget) {}

    /// Which requests may be repeated when an application may have seen them.
    public enum Methods {
        @JsonProperty("Idempotent")
        IDEMPOTENT,
        @JsonProperty("All")
        ALL
    }

    /// What makes a try worth repeating.
    public enum Outcome {
        @JsonProperty("ConnectFailure")
        CONNECT_FAILURE,
        @JsonProperty("Refused")
        REFUSED,
        @JsonProperty("Unavailable")
        UNAVAILABLE,
        @JsonProperty("Reset")
        RESET,
        @JsonProperty("GatewayError")
        GATEWAY_ERROR,
        @JsonProperty("ServerError")
        SERVER_ERROR,
        @JsonProperty("Timeout")
        TIMEOUT
    }

    /// Pauses between tries.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Backoff(
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "The longest pause before the second try, doubled before each further"
                                    + " one. Unset: 25ms.")
                    @Nullable String base,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "Where doubling ends. Unset: 250ms, or base where that is longer.")
                    @Nullable String max) {}

    /// How many retries a target gets from each proxy.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Budget(
            @Min(0)
                    @Max(100)
                    @JsonPropertyDescription(
                            "Retries per 100 requests of the last 10 s. Unset: 20.")
                    @Nullable Integer percent,
            @Min(0)
                    @Max(1000)
                    @JsonPropertyDescription("Retries per second beside these. Unset: 3.")
                    @Nullable Integer minPerSecond) {}

    /// When an endpoint is left alone, and how much it is asked at once.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CircuitBreaker(
            @Min(1)
                    @Max(1000)
                    @JsonPropertyDescription("Failures in a row that eject an endpoint. Unset: 5.")
                    @Nullable Integer consecutiveFailures,
            @ValidationRule(
                            value =
                                    "type(self) == int ? self >= 0 && self <= 100 :"
                                            + " self.matches('^(100|[0-9]{1,2}([.][0-9]{1,3})?)$')",
                            message =
                                    "not a percentage: write 0 to 100, with quotes if it has a"
                                            + " fraction: 99 or \"99.9\"")
                    @JsonPropertyDescription(
                            "An endpoint is ejected when less succeed over 10 s, of 5 requests or"
                                    + " more. Unset: 80.")
                    @Nullable IntOrString minSuccessPercent,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @ValidationRule(
                            value = "duration(self) > duration('0s')",
                            message =
                                    "ejectionTime cannot be 0s: to eject nothing, set"
                                            + " maxEjectedPercent: 0")
                    @JsonPropertyDescription(
                            "How long an endpoint is ejected; doubled each further time. Unset:"
                                    + " 10s.")
                    @Nullable String ejectionTime,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "Where doubling ends. Unset: 5m, or ejectionTime where that is"
                                    + " longer.")
                    @Nullable String maxEjectionTime,
            @Min(0)
                    @Max(100)
                    @JsonPropertyDescription(
                            "Share of the ready endpoints that may be ejected at once; one always"
                                    + " stays. Unset: 50.")
                    @Nullable Integer maxEjectedPercent,
            @Min(1)
                    @Max(1_000_000)
                    @JsonPropertyDescription(
                            "Connections of one proxy to one endpoint. Unset: 1024.")
                    @Nullable Integer maxConnections,
            @Min(1)
                    @Max(1_000_000)
                    @JsonPropertyDescription(
                            "Requests of one proxy that wait for a connection to one endpoint."
                                    + " Unset: 1024.")
                    @Nullable Integer maxPendingRequests,
            @Min(1)
                    @Max(1_000_000)
                    @JsonPropertyDescription(
                            "Requests of one proxy under way at one endpoint. Unset: 1024.")
                    @Nullable Integer maxRequests) {}

    /// How endpoints are chosen.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LoadBalancing(
            @JsonPropertyDescription(
                            "PeakEwma goes by response time, success and requests under way. Unset:"
                                    + " PeakEwma.")
                    @Nullable Algorithm algorithm,
            @ValidationRule(
                            value = "(self.type == 'ClientIP') != has(self.name)",
                            message = "Header and Cookie need a name; ClientIP takes none")
                    @JsonPropertyDescription(
                            "What of a request decides about its endpoint, for RingHash and"
                                    + " Maglev. Unset: for every other algorithm.")
                    @Nullable Hash hash,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "How long the share of a new endpoint grows; 0s turns it off. Unset:"
                                    + " 30s.")
                    @Nullable String slowStart,
            @Size(max = 32)
                    @ValidationRule(value = DURATION, message = NO_DURATION)
                    @JsonPropertyDescription(
                            "When a connection between proxies takes no further request, give or"
                                    + " take a tenth; 0s is never. Unset: 10m.")
                    @Nullable String maxConnectionAge) {}

    /// How an endpoint is chosen.
    public enum Algorithm {
        @JsonProperty("PeakEwma")
        PEAK_EWMA,
        @JsonProperty("LeastRequest")
        LEAST_REQUEST,
        @JsonProperty("RoundRobin")
        ROUND_ROBIN,
        @JsonProperty("Random")
        RANDOM,
        @JsonProperty("RingHash")
        RING_HASH,
        @JsonProperty("Maglev")
        MAGLEV
    }

    /// What of a request is hashed.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Hash(
            @Required
                    @JsonPropertyDescription(
                            "The value of a header or cookie, or the caller's address. Unset: not"
                                    + " allowed.")
                    HashType type,
            @Size(min = 1, max = 128)
                    @JsonPropertyDescription("Name of the header or cookie. Unset: for ClientIP.")
                    @Nullable String name) {}

    /// Where the hashed value comes from.
    public enum HashType {
        @JsonProperty("Header")
        HEADER,
        @JsonProperty("Cookie")
        COOKIE,
        @JsonProperty("ClientIP")
        CLIENT_IP
    }
}
