package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tulle.contract.v1.FieldMatch;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.v1.RouteMatch;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.TextMatch;
import dev.tulle.contract.v1.WeightedBackend;
import dev.tulle.proxy.model.TextMatch.Exact;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
