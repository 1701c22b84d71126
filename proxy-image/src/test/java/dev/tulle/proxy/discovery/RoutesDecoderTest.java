package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.tulle.contract.v1.Affinity;
import dev.tulle.contract.v1.AffinityCookie;
import dev.tulle.contract.v1.FieldMatch;
import dev.tulle.contract.v1.HeaderEdit;
import dev.tulle.contract.v1.HeaderField;
import dev.tulle.contract.v1.Mirror;
import dev.tulle.contract.v1.Redirect;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.v1.Respond;
import dev.tulle.contract.v1.Retries;
import dev.tulle.contract.v1.Rewrite;
import dev.tulle.contract.v1.RouteMatch;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.TextMatch;
import dev.tulle.contract.v1.Timeouts;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.proxy.model.TextMatch.Exact;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutesDecoderTest {

    private static final String NAME = "shop/web:80";

    private static Decoded<dev.tulle.proxy.model.Routes> decode(Routes.Builder routes)
            throws Exception {
        return new RoutesDecoder().decode(NAME, routes.build().toByteString());
    }

    private static Refusal refusal(RouteRule.Builder... rules) {
        return refusal(Messages.routes(rules));
    }

    private static Refusal refusal(Routes.Builder routes) {
        return catchThrowableOfType(RefusedResourceException.class, () -> decode(routes)).refusal();
    }

    private static RouteRule.Builder path(TextMatch.Builder path) {
        return RouteRule.newBuilder()
                .setName("a")
                .addMatches(RouteMatch.newBuilder().setPath(path));
    }

    private static RouteRule.Builder header(FieldMatch.Builder header) {
        return RouteRule.newBuilder()
                .setName("a")
                .addMatches(RouteMatch.newBuilder().addHeaders(header));
    }

    @Test
    void readsRulesAndNamesTheBackendsThatTheyNeed() throws Exception {
        RouteRule.Builder rule =
                path(TextMatch.newBuilder().setExact("/a"))
                        .addBackends(WeightedBackend.newBuilder().setBackend("v2").setWeight(3));

        Decoded<dev.tulle.proxy.model.Routes> decoded =
                decode(Messages.routes(rule).addSources(Messages.source("u", 7)));

        assertThat(decoded.references())
                .isEqualTo(Set.of(new ResourceKey(ResourceType.BACKEND, "v2")));
        assertThat(decoded.sources()).hasSize(1);
        assertThat(decoded.value().name()).isEqualTo(NAME);
        assertThat(decoded.value().rules().getFirst().matches().getFirst().path())
                .isEqualTo(new Exact("/a"));
    }

    @Test
    void refusesMoreRulesThanItTries() {
        Routes.Builder routes = Routes.newBuilder();
        for (int i = 0; i <= 256; i++) {
            routes.addRules(Messages.rule("rule-" + i));
        }

        Refusal refusal = refusal(routes);

        assertThat(refusal.reason()).isEqualTo(RejectionReason.LIMIT_EXCEEDED);
        assertThat(refusal.sentence()).isEqualTo("257 rules: expected at most 256");
    }

    @Test
    void refusesARegexThatIsNone() {
        Refusal refusal = refusal(Messages.rule("b"), path(TextMatch.newBuilder().setRegex("/a(")));

        assertThat(refusal.field()).isEqualTo("rules[1]");
        assertThat(refusal.sentence()).startsWith("'/a(' is no regular expression");
    }

    @Test
    void refusesARegexThatIsTooLong() {
        Refusal refusal = refusal(path(TextMatch.newBuilder().setRegex("a".repeat(257))));

        assertThat(refusal.sentence())
                .isEqualTo("a regular expression of 257 characters: expected at most 256");
    }

    @Test
    void refusesARegexThatGrows() {
        Refusal refusal = refusal(path(TextMatch.newBuilder().setRegex("(a{99}){99}")));

        assertThat(refusal.sentence()).contains("expected at most 1000, repeat less");
    }

    @Test
    void refusesAKindOfMatchThatItDoesNotKnow() {
        assertThat(refusal(path(TextMatch.newBuilder())).sentence())
                .isEqualTo("a path without a kind: expected exact, prefix or regex");
        assertThat(refusal(header(FieldMatch.newBuilder().setName("x"))).sentence())
                .isEqualTo("'x' without a kind: expected exact, prefix, regex or present");
    }

    @Test
    void refusesRulesThatNobodyCanTellApart() {
        assertThat(refusal(Messages.rule("a"), Messages.rule("a")).sentence())
                .isEqualTo("two rules are called 'a': expected one");
        assertThat(refusal(Messages.rule("")).sentence())
                .isEqualTo("a rule without a name: expected one");
    }

    @Test
    void readsHowLongCallersOfARuleWait() throws Exception {
        RouteRule.Builder own =
                Messages.rule("a")
                        .setTimeouts(Timeouts.newBuilder().setRequestMillis(250))
                        .setRetries(Retries.newBuilder().setAttempts(1));

        List<dev.tulle.proxy.model.RouteRule> rules =
                decode(Messages.routes(own, Messages.rule("b"))).value().rules();

        assertThat(rules.getFirst().traffic().orElseThrow().timeouts().request())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(rules.getFirst().traffic().orElseThrow().retries().attempts()).isEqualTo(1);
        assertThat(rules.getLast().traffic()).as("as its destination").isEmpty();
    }

    @Test
    void refusesHalfAPolicyOfARule() {
        Refusal refusal = refusal(Messages.rule("a").setTimeouts(Timeouts.newBuilder()));

        assertThat(refusal.field()).isEqualTo("rules[0]");
        assertThat(refusal.sentence())
                .isEqualTo("timeouts without retries, or the reverse: expected both or none");
    }

    private static Affinity.Builder affinity(String cookie, int... keyLengths) {
        Affinity.Builder affinity =
                Affinity.newBuilder().setCookie(AffinityCookie.newBuilder().setName(cookie));
        for (int length : keyLengths) {
            affinity.addKeys(ByteString.copyFromUtf8("K".repeat(length)));
        }
        return affinity;
    }

    @Test
    void readsHowClientsStay() throws Exception {
        Routes.Builder routes = Messages.routes().setAffinity(affinity("shop", 32, 32));

        var read = decode(routes).value();

        assertThat(read.affinity().orElseThrow().carrier())
                .isEqualTo(new dev.tulle.proxy.model.Affinity.Cookie("shop", Duration.ZERO));
        assertThat(read.affinity().orElseThrow().keys()).hasSize(2);
        assertThat(read).asString().contains("[redacted]").doesNotContain("S0tL", "KKK");
    }

    static Stream<Arguments> affinities() {
        return Stream.of(
                arguments(affinity("shop"), "0 keys: expected 1 to 4"),
                arguments(affinity("shop", 32, 32, 32, 32, 32), "5 keys: expected 1 to 4"),
                arguments(affinity("shop", 32, 31), "a key of 31 bytes: expected 32"),
                arguments(
                        affinity("a b", 32),
                        "'a b' is no name of a cookie: expected letters, digits or -_."),
                arguments(
                        affinity("a", 32).setHeader("x-tulle-session"),
                        "field 'x-tulle-session' belongs to the proxy: expected another one"),
                arguments(
                        affinity("a", 32).setHeader("X-Session"),
                        "'X-Session' is no field name in lower case: expected one"),
                arguments(
                        affinity("a", 32).clearCarrier(), "no carrier: expected cookie or header"),
                arguments(
                        affinity("a", 32)
                                .setCookie(
                                        AffinityCookie.newBuilder()
                                                .setName("a")
                                                .setMaxAgeSeconds(-1)),
                        "a time of 18446744073709551615 s: expected at most 864000000 s"));
    }

    @ParameterizedTest
    @MethodSource("affinities")
    void refusesSessionsThatItCannotKeepAndShowsNoKey(Affinity.Builder affinity, String sentence) {
        Refusal refusal = refusal(Messages.routes().setAffinity(affinity));

        assertThat(refusal.field()).isEqualTo("affinity");
        assertThat(refusal.sentence()).isEqualTo(sentence).doesNotContain("KKK", "S0tL");
    }

    @Test
    void refusesARuleWithoutAMatch() {
        assertThat(refusal(RouteRule.newBuilder().setName("a")).sentence())
                .isEqualTo("rule 'a' has no match: expected at least one");
    }

    @Test
    void refusesAMatchThatTakesEverything() {
        RouteRule.Builder rule =
                RouteRule.newBuilder().setName("a").addMatches(RouteMatch.newBuilder());

        assertThat(refusal(rule).sentence())
                .isEqualTo(
                        "a match that says nothing: expected a path, method, header, query or"
                                + " cookie");
    }

    @Test
    void refusesABackendThatIsThereTwice() {
        WeightedBackend.Builder backend = WeightedBackend.newBuilder().setBackend("v").setWeight(1);

        Refusal refusal = refusal(Messages.rule("a").addBackends(backend).addBackends(backend));

        assertThat(refusal.field()).isEqualTo("rules[0].backends");
        assertThat(refusal.sentence()).isEqualTo("v is there twice: expected once");
    }

    private static RouteRule.Builder prefix(String path) {
        return path(TextMatch.newBuilder().setPrefix(path));
    }

    @Test
    void readsWhatARuleDoes() throws Exception {
        RouteRule.Builder rule =
                prefix("/a")
                        .setRewrite(Rewrite.newBuilder().setPrefix("/b").setHost("c:80"))
                        .setRequestHeaders(
                                HeaderEdit.newBuilder()
                                        .addSet(field("a", "1"))
                                        .addAdd(field("b", "2"))
                                        .addRemove("c"));

        var changes = decode(Messages.routes(rule)).value().rules().getFirst().changes();

        assertThat(changes.answer()).isNull();
        assertThat(changes.rewrite())
                .isEqualTo(new dev.tulle.proxy.model.Rewrite("c:80", "", "/b"));
        assertThat(changes.request().remove()).containsExactly("c");
        assertThat(changes.response().isEmpty()).isTrue();
    }

    private static HeaderField.Builder field(String name, String value) {
        return HeaderField.newBuilder().setName(name).setValue(value);
    }

    private static HeaderEdit.Builder set(String name, String value) {
        return HeaderEdit.newBuilder().addSet(field(name, value));
    }

    private static Mirror.Builder mirror(int percent) {
        return Mirror.newBuilder().setBackend("m").setPercent(percent);
    }

    static Stream<Arguments> badChanges() {
        Redirect.Builder redirect = Redirect.newBuilder().setStatus(302);
        Respond.Builder respond = Respond.newBuilder().setStatus(200);
        return Stream.of(
                arguments(prefix("/a").setRedirect(redirect), "to where it came from"),
                arguments(
                        prefix("/a").setRedirect(redirect.clone().setPath("/b").setStatus(200)),
                        "a redirect with status 200"),
                arguments(
                        prefix("/a").setRedirect(redirect.clone().setPath("/b\r\nx: y")),
                        "beyond ASCII in a path"),
                arguments(
                        prefix("/a").setRedirect(redirect.clone().setHost("a\r\n")),
                        "beyond ASCII in a host"),
                arguments(
                        prefix("/a").setRedirect(redirect.clone().setScheme("ftp")),
                        "scheme 'ftp'"),
                arguments(
                        prefix("/a")
                                .setRedirect(redirect.clone().setPath("/b"))
                                .setRespond(respond),
                        "a redirect and an answer"),
                arguments(
                        prefix("/a").setRespond(respond.clone().setStatus(100)),
                        "an answer with status 100"),
                arguments(
                        prefix("/a").setRespond(respond.clone().setStatus(204).setBody("x")),
                        "status 204 and a body"),
                arguments(
                        prefix("/a").setRespond(respond.clone().setBody("x".repeat(4097))),
                        "4097 characters: expected at most 4096"),
                arguments(
                        prefix("/a")
                                .setRespond(respond)
                                .addBackends(
                                        WeightedBackend.newBuilder().setBackend("v").setWeight(1)),
                        "answers and has backends"),
                arguments(
                        prefix("/a").setRespond(respond).setRequestHeaders(set("a", "b")),
                        "answers and changes or mirrors the request"),
                arguments(prefix("/a").addMirrors(mirror(101)), "mirror of 101 percent to m"),
                arguments(
                        prefix("/a")
                                .addMirrors(mirror(1))
                                .addMirrors(mirror(1))
                                .addMirrors(mirror(1)),
                        "3 mirrors: expected at most 2"),
                arguments(
                        prefix("/a").setRespond(respond).addMirrors(mirror(1)),
                        "answers and changes or mirrors"),
                arguments(prefix("/a").setRewrite(Rewrite.newBuilder()), "a rewrite of nothing"),
                arguments(
                        prefix("/a").setRewrite(Rewrite.newBuilder().setPath("/a").setPrefix("/b")),
                        "a rewrite of path and prefix"),
                arguments(
                        Messages.rule("a").setRewrite(Rewrite.newBuilder().setPrefix("/b")),
                        "expected a prefix of the path in every match"),
                arguments(
                        prefix("/a").setRewrite(Rewrite.newBuilder().setPath("/b?c")),
                        "has no query"),
                arguments(
                        prefix("/a").setRequestHeaders(set("host", "b")),
                        "field 'host' belongs to the proxy"),
                arguments(
                        prefix("/a").setResponseHeaders(set("x-tulle-error", "b")),
                        "field 'x-tulle-error' belongs to the proxy"),
                arguments(
                        prefix("/a").setRequestHeaders(set("Upper", "b")),
                        "'Upper' is no field name in lower case"),
                arguments(
                        prefix("/a").setRequestHeaders(set("a", "b\r\nc: d")),
                        "in the value of 'a'"));
    }

    @ParameterizedTest
    @MethodSource("badChanges")
    void refusesAChangeThatItCannotMake(RouteRule.Builder rule, String sentence) {
        Refusal refusal = refusal(rule);

        assertThat(refusal.field()).startsWith("rules[0]");
        assertThat(refusal.sentence()).contains(sentence).contains("expected");
    }
}
