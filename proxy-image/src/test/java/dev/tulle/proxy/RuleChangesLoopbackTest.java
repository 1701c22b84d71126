package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.HeaderEdit.Field;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Rewrite;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleAnswer;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.TextMatch;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What rules do to requests and answers, by a whole proxy.
class RuleChangesLoopbackTest {

    private static final String SERVICE = "10.96.0.10:80";

    private TestPod caller;
    private TestApplication application;

    @BeforeEach
    void start() throws Exception {
        caller = new TestPod("caller", TestAuthority.of(TestPod.TRUST_DOMAIN));
        application = TestApplication.named("v1");
        caller.calls(SERVICE)
                .knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1))
                .backend("echo", TestPod.plain(application.port()));
    }

    @AfterEach
    void stop() {
        caller.close();
        application.close();
    }

    private static RouteRule rule(String prefix, RuleChanges changes) {
        RouteMatch match =
                new RouteMatch(
                        new TextMatch.Prefix(prefix), Set.of(), List.of(), List.of(), List.of());
        return new RouteRule("rule", List.of(match), List.of(), changes);
    }

    private static RuleChanges answers(RuleAnswer answer, Field... fields) {
        return new RuleChanges(answer, null, HeaderEdit.NOTHING, set(fields));
    }

    private static RuleChanges changes(@Nullable Rewrite rewrite, HeaderEdit request) {
        return new RuleChanges(null, rewrite, request, HeaderEdit.NOTHING);
    }

    private static HeaderEdit set(Field... fields) {
        return new HeaderEdit(List.of(fields), List.of(), List.of());
    }

    /// A head.
    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    @Test
    void answersByItself() throws Exception {
        caller.routes(SERVICE, rule("/closed", answers(new RuleAnswer.Respond(404, "gone"))))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/closed").answer())
                    .isEqualTo(
                            "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain;"
                                    + " charset=utf-8\r\ncontent-length: 4\r\n\r\ngone");
            assertThat(client.get("/open").answer()).as("the connection is good").endsWith("v1");
        }
        assertThat(application.heads).hasSize(1);
    }

    @Test
    void answersWithAnotherTypeAndWithoutABodyWhereThereIsNone() throws Exception {
        Field html = new Field("content-type", "text/html");
        caller.routes(
                        SERVICE,
                        rule("/html", answers(new RuleAnswer.Respond(200, "<p>"), html)),
                        new RouteRule(
                                "none",
                                rule("/none", RuleChanges.NONE).matches(),
                                List.of(),
                                answers(new RuleAnswer.Respond(204, ""))))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/html").answer())
                    .isEqualTo(
                            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
                                    + "content-length: 3\r\n\r\n<p>");
            assertThat(client.send("HEAD", "/html").answer(0))
                    .as("HEAD has the length and no body")
                    .endsWith("content-length: 3\r\n\r\n");
            assertThat(client.get("/none").answer()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    @Test
    void keepsBackWhatSomeServerCouldTakeForThePath() throws Exception {
        caller.routes(SERVICE, rule("/admin", answers(new RuleAnswer.Respond(403, "")))).start();

        try (TestClient client = new TestClient(caller.outbound())) {
            for (String path :
                    List.of("/admin", "/%61dmin", "/x/..%2fadmin", "/x/..;/admin", "//admin/x")) {
                assertThat(client.get(path).answer()).as(path).startsWith("HTTP/1.1 403 ");
            }
        }
        assertThat(application.heads).isEmpty();
    }

    @Test
    void sendsTheCallerElsewhere() throws Exception {
        RuleAnswer elsewhere = new RuleAnswer.Redirect("https", "", 8443, "", 308);
        caller.routes(
                        SERVICE,
                        rule("/old", answers(elsewhere, new Field("cache-control", "no-store"))))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/old/x?q=1").answer())
                    .isEqualTo(
                            lines(
                                    "HTTP/1.1 308 Permanent Redirect",
                                    "location: https://echo:8443/old/x?q=1",
                                    "cache-control: no-store",
                                    "content-length: 0"));
        }
    }

    @Test
    void answersAfterTheBodyThatNobodyWants() throws Exception {
        caller.routes(SERVICE, rule("/closed", answers(new RuleAnswer.Respond(404, "gone"))))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            client.send("POST /closed HTTP/1.1\r\nHost: echo\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.answer()).endsWith("gone");
            assertThat(client.get("/open").answer()).as("the connection is good").endsWith("v1");
        }
    }

    @Test
    void rewritesHostAndPrefix() throws Exception {
        caller.routes(
                        SERVICE,
                        rule(
                                "/api",
                                changes(
                                        new Rewrite("canary.shop:8080", "", "/v2"),
                                        HeaderEdit.NOTHING)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.send("GET", "/api/x?q=1", "Accept: a").answer()).endsWith("v1");
        }

        assertThat(application.heads.peek())
                .startsWith("GET /v2/x?q=1 HTTP/1.1\r\nAccept: a\r\n")
                .containsOnlyOnce("host: canary.shop:8080\r\n")
                .doesNotContainIgnoringCase("host: echo");
    }

    @Test
    void rewritesTheWholePath() throws Exception {
        caller.routes(
                        SERVICE,
                        rule("/many", changes(new Rewrite("", "/one", ""), HeaderEdit.NOTHING)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            client.send("POST /many/x HTTP/1.1\r\nHost: echo\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.answer()).endsWith("v1");
        }

        assertThat(application.heads.peek())
                .isEqualTo("POST /one HTTP/1.1\r\nHost: echo\r\nContent-Length: 2\r\n\r\n");
    }

    @Test
    void setsThenAddsThenRemovesFieldsOfTheRequest() throws Exception {
        HeaderEdit edit =
                new HeaderEdit(
                        List.of(new Field("x-channel", "beta"), new Field("x-gone", "1")),
                        List.of(new Field("via", "1.1 tulle")),
                        List.of("cookie", "x-gone"));
        caller.routes(SERVICE, rule("/", changes(null, edit))).start();

        try (TestClient client = new TestClient(caller.outbound())) {
            client.send("GET", "/", "X-Channel: a", "x-channel: b", "Via: 1.0 x", "Cookie: secret");
            assertThat(client.answer()).endsWith("v1");
        }

        assertThat(application.heads.peek())
                .isEqualTo(
                        lines(
                                "GET / HTTP/1.1",
                                "Host: echo",
                                "Via: 1.0 x",
                                "x-channel: beta",
                                "via: 1.1 tulle"));
    }

    @Test
    void changesFieldsOfTheAnswer() throws Exception {
        HeaderEdit edit =
                new HeaderEdit(
                        List.of(new Field("x-served-by", "tulle")), List.of(), List.of("server"));
        caller.routes(SERVICE, rule("/", new RuleChanges(null, null, HeaderEdit.NOTHING, edit)))
                .start();

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer())
                    .isEqualTo(
                            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-served-by: tulle\r\n"
                                    + "\r\nv1");
        }
    }

    @Test
    void doesTheSameOverHttp2() throws Exception {
        HeaderEdit edit =
                new HeaderEdit(
                        List.of(new Field("x-channel", "beta")), List.of(), List.of("cookie"));
        Field served = new Field("x-served-by", "tulle");
        try (Http2Application second = Http2Application.named("v2")) {
            caller.backend("echo", TestPod.plain(second.port()))
                    .routes(
                            SERVICE,
                            rule("/closed", answers(new RuleAnswer.Respond(404, "gone"))),
                            new RouteRule(
                                    "moved",
                                    rule("/old", RuleChanges.NONE).matches(),
                                    List.of(),
                                    answers(new RuleAnswer.Redirect("", "", 0, "/new", 302))),
                            new RouteRule(
                                    "call",
                                    rule("/shop.Voting/Vote", RuleChanges.NONE).matches(),
                                    List.of(),
                                    new RuleChanges(
                                            null,
                                            new Rewrite("canary.shop", "", "/shop.v2.Voting"),
                                            edit,
                                            set(served))))
                    .start();

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                Http2Wire.Message closed = client.get(1, "/closed").answer(1);
                assertThat(closed.status()).isEqualTo("404");
                assertThat(closed.text()).isEqualTo("gone");
                assertThat(client.get(3, "/old?q=1").answer(3).head())
                        .containsEntry(":status", "302")
                        .containsEntry("location", "/new?q=1")
                        .containsEntry("content-length", "0");
                assertThat(client.get(5, "/shop.Voting/Vote", "cookie", "a=b").answer(5).head())
                        .containsEntry(":status", "200")
                        .containsEntry("x-served-by", "tulle");
            }

            assertThat(second.head())
                    .containsEntry(":path", "/shop.v2.Voting")
                    .containsEntry(":authority", "canary.shop")
                    .containsEntry("x-channel", "beta")
                    .doesNotContainKey("cookie");
        }
    }
}
