package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.TextMatch;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {

    private static RouteRule rule(RouteMatch... matches) {
        return new RouteRule("rule", Arrays.asList(matches), List.of());
    }

    private static RouteMatch path(TextMatch path) {
        return new RouteMatch(path, Set.of(), List.of(), List.of(), List.of());
    }

    private static RouteMatch exact(String path) {
        return path(new TextMatch.Exact(path));
    }

    private static RouteMatch prefix(String path) {
        return path(new TextMatch.Prefix(path));
    }

    private static RouteMatch header(FieldMatch header) {
        return new RouteMatch(null, Set.of(), List.of(header), List.of(), List.of());
    }

    private static RouteMatch query(FieldMatch parameter) {
        return new RouteMatch(null, Set.of(), List.of(), List.of(parameter), List.of());
    }

    private static RouteMatch cookie(FieldMatch cookie) {
        return new RouteMatch(null, Set.of(), List.of(), List.of(), List.of(cookie));
    }

    private static FieldMatch value(String name, String value) {
        return new FieldMatch.Value(name, new TextMatch.Exact(value));
    }

    private static boolean takes(RouteMatch match, String request) {
        return RuleSet.of(List.of(rule(match))).first(Requests.of(request)) == 0;
    }

    private static boolean takes(Reading reading, RouteMatch match, String request) {
        return RuleTest.of(rule(match), reading).takes(new RoutedRequest(Requests.of(request)));
    }

    /// Every kind of match has a row: by every member of [RouteMatch], [TextMatch] and
    /// [FieldMatch].
    static Stream<Arguments> matchers() {
        return Stream.of(
                arguments(exact("/a"), "GET /a", "GET /b"),
                arguments(prefix("/a"), "GET /a/b", "GET /ab"),
                arguments(path(new TextMatch.Regex("/a+")), "GET /aa", "GET /ab"),
                arguments(
                        new RouteMatch(null, Set.of("PUT"), List.of(), List.of(), List.of()),
                        "PUT /",
                        "GET /"),
                arguments(header(value("x", "y")), "GET / x:y", "GET / x:z"),
                arguments(header(new FieldMatch.Present("x")), "GET / x:y", "GET /"),
                arguments(header(new FieldMatch.Absent("x")), "GET /", "GET / x:y"),
                arguments(query(value("x", "y")), "GET /?x=y", "GET /?x=z"),
                arguments(cookie(value("x", "y")), "GET / cookie:x=y", "GET / cookie:x=z"));
    }

    @ParameterizedTest(name = "{0}: {1}, not {2}")
    @MethodSource("matchers")
    void takesByEveryKindOfMatch(RouteMatch match, String taken, String left) {
        assertThat(takes(match, taken)).isTrue();
        assertThat(takes(match, left)).isFalse();
    }

    @Test
    void hasARowForEveryKindOfMatch() {
        List<RouteMatch> matches = matchers().map(row -> (RouteMatch) row.get()[0]).toList();

        assertThat(matches.stream().map(RouteMatch::path).filter(Objects::nonNull))
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(TextMatch.class.getPermittedSubclasses());
        assertThat(matches.stream().flatMap(match -> match.headers().stream()))
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(FieldMatch.class.getPermittedSubclasses());
        assertThat(RouteMatch.class.getRecordComponents())
                .as("a member without a row")
                .allMatch(member -> matches.stream().anyMatch(match -> says(member, match)));
    }

    private static boolean says(RecordComponent member, RouteMatch match) {
        try {
            Object value = member.getAccessor().invoke(match);
            return value instanceof Collection<?> many ? !many.isEmpty() : value != null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void firstRuleThatMatchesDecides() {
        RuleSet rules =
                RuleSet.of(
                        List.of(
                                rule(exact("/a"), exact("/b")),
                                rule(prefix("/")),
                                rule(exact("/c"))));

        assertThat(rules.first(Requests.of("GET /b"))).isEqualTo(0);
        assertThat(rules.first(Requests.of("GET /c"))).isEqualTo(1);
    }

    @Test
    void saysThatNoRuleMatches() {
        assertThat(RuleSet.of(List.of(rule(exact("/a")))).first(Requests.of("GET /b")))
                .isEqualTo(RuleSet.NONE);
    }

    @ParameterizedTest(name = "prefix {0} and {1}: {2}")
    @CsvSource({
        "/api, /api, true",
        "/api, /api/, true",
        "/api, /api/x, true",
        "/api, /apix, false",
        "/api, /ap, false",
        "/api/, /api, true",
        "/api/, /api/x, true",
        "/api, /api?x=/, true",
        "/, /anything, true",
        "/, *, false",
        "/api, http://shop/api/x, true",
        "/api, /v1/../api/x, true",
        "/a b, /a%20b/c, true",
        "/caf\u00e9, /caf%C3%A9/menu, true",
        "/shop.Voting, /shop.Voting/Vote, true",
    })
    void comparesPrefixesBySegments(String prefix, String target, boolean taken) {
        assertThat(takes(prefix(prefix), "GET " + target)).isEqualTo(taken);
    }

    @ParameterizedTest(name = "exact {0} and {1}: {2}")
    @CsvSource({
        "/a, /a, true",
        "/a, /a/, false",
        "/a, /A, false",
        "/a, /a?b=c, true",
        "/, http://shop, true",
        "/, http://shop?a=b, true",
        "/a%20b, /a%20b, true",
        "/shop.Voting/Vote, /shop.Voting/Vote, true",
    })
    void comparesWholePaths(String path, String target, boolean taken) {
        assertThat(takes(exact(path), "GET " + target)).isEqualTo(taken);
    }

    /// A rule that leads somewhere takes only what every server reads so; a rule that keeps
    /// requests back takes what some server could read so.
    @ParameterizedTest(name = "/admin and {0}: by every reading {1}, by any {2}")
    @CsvSource({
        "/admin, true, true",
        "/%61dmin, true, true",
        "/x/../admin, true, true",
        "/x/..%2fadmin, false, true",
        "/x/..;/admin, false, true",
        "//admin, false, true",
        "/admin;a=b, false, true",
        "/x%5c..%5cadmin, false, true",
        "/administrator, false, false",
    })
    void readsPathsInTwoWays(String target, boolean every, boolean any) {
        assertThat(takes(Reading.EVERY, exact("/admin"), "GET " + target)).isEqualTo(every);
        assertThat(takes(Reading.ANY, exact("/admin"), "GET " + target)).isEqualTo(any);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/%zz"})
    void cannotReadABrokenEscapeWhereRulesLookAtPaths(String target) {
        RuleSet byPath = RuleSet.of(List.of(rule(header(value("x", "y"))), rule(exact("/a"))));
        RuleSet byHeader = RuleSet.of(List.of(rule(header(value("x", "y")))));

        assertThat(byPath.first(Requests.of("GET " + target))).isEqualTo(RuleSet.UNREADABLE);
        assertThat(byHeader.first(Requests.of("GET " + target))).isEqualTo(RuleSet.NONE);
    }

    @Test
    void looksAtMethods() {
        RouteMatch match =
                new RouteMatch(null, Set.of("GET", "PUT"), List.of(), List.of(), List.of());

        assertThat(takes(match, "PUT /")).isTrue();
        assertThat(takes(match, "POST /")).isFalse();
        assertThat(takes(match, "get /")).isFalse();
    }

    @ParameterizedTest(name = "header {0}: by every value {1}, by any {2}")
    @CsvSource({
        "x-beta:1, true, true",
        "x-beta:1 | x-beta:1, true, true",
        "x-beta:1 | x-beta:2, false, true",
        "x-beta:2, false, false",
        "x-other:1, false, false",
    })
    void looksAtEveryValueOfAHeader(String fields, boolean every, boolean any) {
        RouteMatch match = header(value("X-Beta", "1"));

        assertThat(takes(Reading.EVERY, match, "GET / " + fields)).isEqualTo(every);
        assertThat(takes(Reading.ANY, match, "GET / " + fields)).isEqualTo(any);
    }

    @Test
    void looksWhetherAHeaderIsThere() {
        assertThat(takes(header(new FieldMatch.Present("x-a")), "GET / x-a:")).isTrue();
        assertThat(takes(header(new FieldMatch.Present("x-a")), "GET / x-b:1")).isFalse();
        assertThat(takes(header(new FieldMatch.Absent("x-a")), "GET / x-b:1")).isTrue();
        assertThat(takes(header(new FieldMatch.Absent("x-a")), "GET / x-a:1")).isFalse();
    }

    @Test
    void comparesValuesByPrefixAndRegex() {
        FieldMatch prefix = new FieldMatch.Value("x", new TextMatch.Prefix("beta-"));
        FieldMatch regex = new FieldMatch.Value("x", new TextMatch.Regex("[ab]+"));

        assertThat(takes(header(prefix), "GET / x:beta-2")).isTrue();
        assertThat(takes(header(prefix), "GET / x:bet")).isFalse();
        assertThat(takes(header(regex), "GET / x:abba")).isTrue();
        assertThat(takes(header(regex), "GET / x:abbac")).isFalse();
    }

    @ParameterizedTest(name = "parameter a b = 1+1 in {0}: {1}")
    @CsvSource({
        "/?a+b=1%2B1, true",
        "/?x=y&a%20b=1%2B1, true",
        "/?a+b=1%2B1&a+b=2, false",
        "/?a+b=1+1, false",
        "/?a+b, false",
        "/, false",
        "/?, false",
        "/?&&a%20b=1%2b1&, true",
    })
    void looksAtTheQuery(String target, boolean taken) {
        assertThat(takes(query(value("a b", "1+1")), "GET " + target)).isEqualTo(taken);
    }

    @Test
    void looksWhetherAParameterIsThere() {
        assertThat(takes(query(new FieldMatch.Present("beta")), "GET /?beta")).isTrue();
        assertThat(takes(query(new FieldMatch.Present("beta")), "GET /?beta=")).isTrue();
        assertThat(takes(query(new FieldMatch.Present("beta")), "GET /?betax")).isFalse();
        assertThat(takes(query(new FieldMatch.Absent("beta")), "GET /?x=beta")).isTrue();
    }

    @ParameterizedTest(name = "cookie channel=beta in {0}: {1}")
    @CsvSource(
            delimiter = '!',
            value = {
                "cookie:channel=beta! true",
                "cookie:a=b; channel=beta; c=d! true",
                "cookie:channel=\"beta\"! true",
                "cookie:a=b | cookie:channel=beta ! true",
                "cookie:xchannel=beta! false",
                "cookie:channel=beta2! false",
                "cookie:Channel=beta! false",
                "cookie:channel! false",
                "cookie:channel=! false",
                "cookie:channel=beta; channel=stable! false",
                "x-cookie:channel=beta! false",
            })
    void looksAtCookies(String fields, boolean taken) {
        assertThat(takes(cookie(value("channel", "beta")), "GET / " + fields)).isEqualTo(taken);
    }

    @Test
    void wantsEverythingInAMatch() {
        RouteMatch match =
                new RouteMatch(
                        new TextMatch.Prefix("/api"),
                        Set.of("GET"),
                        List.of(value("x", "1")),
                        List.of(value("q", "2")),
                        List.of(value("c", "3")));

        assertThat(takes(match, "GET /api?q=2 x:1 | cookie:c=3")).isTrue();
        assertThat(takes(match, "PUT /api?q=2 x:1 | cookie:c=3")).isFalse();
        assertThat(takes(match, "GET /ap?q=2 x:1 | cookie:c=3")).isFalse();
        assertThat(takes(match, "GET /api?q=3 x:1 | cookie:c=3")).isFalse();
        assertThat(takes(match, "GET /api?q=2 x:2 | cookie:c=3")).isFalse();
        assertThat(takes(match, "GET /api?q=2 x:1 | cookie:c=4")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "/a%zz", "/a%-0"})
    void refusesAPathThatIsNone(String path) {
        assertThatThrownBy(() -> RuleSet.check(rule(exact(path))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path + "'")
                .hasMessageContaining("expected");
    }
}
