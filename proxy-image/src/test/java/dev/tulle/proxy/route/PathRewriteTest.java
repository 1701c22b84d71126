package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {

    private static RouteMatch prefix(String path, FieldMatch... headers) {
        return new RouteMatch(
                new TextMatch.Prefix(path), Set.of(), List.of(headers), List.of(), List.of());
    }

    @ParameterizedTest(name = "{0} with {1} for {2}: {3}")
    @CsvSource({
        "/api/x, /v2, /api, /v2/x",
        "/api, /v2, /api, /v2",
        "/api/, /v2, /api, /v2/",
        "/api/x, /, /api, /x",
        "/api, /, /api, /",
        "/api/x, /v2/, /api, /v2/x",
        "/api, /v2/, /api, /v2/",
        "/api/x?q=/api, /v2, /api/, /v2/x?q=/api",
        "/x, /v2, /, /v2/x",
        "/%61pi/%2f, /v2, /api, /v2/%2F",
        "/y/../api/x, /v2, /api, /v2/x",
        "http://shop/api/x?a, /v2, /api, /v2/x?a",
    })
    void putsAnotherPrefix(String target, String replacement, String matched, String expected) {
        PathRewrite rewrite = PathRewrite.Prefix.of(List.of(prefix(matched)), replacement);

        assertThat(rewrite.target(Requests.of("GET " + target)).toString()).isEqualTo(expected);
    }

    @Test
    void goesByTheMatchThatTookTheRequest() {
        FieldMatch beta = new FieldMatch.Present("x-beta");
        PathRewrite rewrite =
                PathRewrite.Prefix.of(List.of(prefix("/a/b", beta), prefix("/a")), "/z");

        assertThat(rewrite.target(Requests.of("GET /a/b/c")).toString()).isEqualTo("/z/b/c");
        assertThat(rewrite.target(Requests.of("GET /a/b/c x-beta:1")).toString()).isEqualTo("/z/c");
    }

    @Test
    void putsAnotherPathAndKeepsTheQuery() {
        PathRewrite rewrite = new PathRewrite.Whole(AsciiString.of("/one"));

        assertThat(rewrite.target(Requests.of("GET /a/b?c=d?e")).toString())
                .isEqualTo("/one?c=d?e");
    }

    @Test
    void leavesTheTargetAloneWithoutAPath() {
        RequestView request = Requests.of("GET /a");

        Object same = new PathRewrite.Whole(AsciiString.EMPTY_STRING).target(request);

        assertThat(same).isSameAs(request.target());
    }
}
