package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Applications that take a connection for a user (NTLM, Negotiate), through two proxies that share
/// connections.
class PinnedLoopbackTest {
    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String proves(TestClient client, String what) throws IOException {
        return client.send("GET", "/", "Authorization: NTLM " + what).answer();
    }

    /// Three steps, the last of which tells the number of the connection.
    private static String handshake(TestClient client, String name) throws IOException {
        String first = body(client.get("/").answer());
        assertThat(body(proves(client, "hello"))).as("the connection of the 401").isEqualTo(first);
        String answer = body(proves(client, name));
        assertThat(answer).isEqualTo(name + first);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NTLM",
                "Negotiate",
                "negotiate",
                "Nego2",
                "Basic realm=\"a, b\", Negotiate",
                "Basic realm=\"a\"\r\nWWW-Authenticate: NTLM"
            })
    void aPinnedConnectionIsNobodyElses(String challenge) throws Exception {
        try (NtlmApplication application = new NtlmApplication(challenge)) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound());
                    TestClient bob = new TestClient(caller.outbound());
                    TestClient mallory = new TestClient(caller.outbound())) {
                String asAlice = handshake(alice, "alice");
                String asBob = handshake(bob, "bob");
                for (int i = 0; i < 10; i++) {
                    assertThat(mallory.get("/").answer())
                            .as("who proved nothing")
                            .startsWith("HTTP/1.1 401 ");
                    assertThat(body(alice.get("/").answer())).isEqualTo(asAlice);
                    assertThat(body(bob.get("/").answer())).isEqualTo(asBob);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"nego\"", "Bearer"})
    void anyOtherSchemeIsNoReasonToPin(String challenge) throws Exception {
        try (NtlmApplication application = new NtlmApplication(challenge)) {
            pods.start(application.port(), Protocol.DETECT);
            for (int i = 0; i < 3; i++) {
                try (TestClient client = new TestClient(caller.outbound())) {
                    assertThat(body(client.get("/").answer())).as("client %s", i).isEqualTo("@1");
                }
            }
        }
    }

    @Test
    void handshakesOfTwoClientsDoNotMix() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound());
                    TestClient bob = new TestClient(caller.outbound())) {
                String first = body(proves(alice, "hello"));
                String second = body(proves(bob, "hello"));
                assertThat(first).as("connections").isNotEqualTo(second);
                assertThat(body(proves(alice, "alice"))).isEqualTo("alice" + first);
                assertThat(body(proves(bob, "bob"))).isEqualTo("bob" + second);
            }
        }
    }

    @Test
    void aProofAtOnceGetsAConnectionThatNobodyGetsLater() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            String asAlice;
            try (TestClient alice = new TestClient(caller.outbound());
                    TestClient other = new TestClient(caller.outbound())) {
                asAlice = body(proves(alice, "alice"));
                assertThat(asAlice).startsWith("alice@");
                assertThat(other.get("/").answer()).startsWith("HTTP/1.1 401 ");
            }
            try (TestClient late = new TestClient(caller.outbound())) {
                assertThat(late.get("/").answer())
                        .as("behind the end of alice")
                        .startsWith("HTTP/1.1 401 ");
            }
        }
    }

    @Test
    void endsWithItsClient() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound())) {
                handshake(alice, "alice");
                assertThat(application.open()).isEqualTo(1);
            }
            Eventually.isTrue("the application's connection ends", () -> application.open() == 0);
            Eventually.isTrue("no connection of the mesh stays", () -> called.connections() == 0);
        }
    }

    @Test
    void theClientIsToldWhenItEnds() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound())) {
                handshake(alice, "alice");
                assertThat(alice.get("/last").answer())
                        .startsWith("HTTP/1.1 200 ")
                        .contains("connection: close\r\n");
                assertThat(alice.rest()).as("behind it").isEmpty();
            }
        }
    }

    @Test
    void goesNowhereElseWhenItBreaks() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound())) {
                handshake(alice, "alice");
                // A GET, which is repeated on any other used connection.
                assertThat(alice.get("/end").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: reset\r\n")
                        .contains("connection: close\r\n");
                assertThat(alice.rest()).as("behind it").isEmpty();
            }
            assertThat(application.application.heads)
                    .filteredOn(head -> head.startsWith("GET /end"))
                    .hasSize(1);
        }
    }

    @Test
    void requestsInOneGoWaitForIt() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient alice = new TestClient(caller.outbound())) {
                String asAlice = handshake(alice, "alice");
                String get = "GET / HTTP/1.1\r\nHost: echo\r\n\r\n";
                alice.send(get + get + get);
                for (int i = 0; i < 3; i++) {
                    assertThat(body(alice.answer())).as("answer %s", i).isEqualTo(asAlice);
                }
            }
        }
    }

    @Test
    void isRefusedWhereAsMuchIsUnderWayAsMayBe() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            caller.backend(
                            "echo",
                            ResilienceRig.spares(100, new EndpointLimits(0, 0, 1)),
                            TestPod.plain(application.port()))
                    .start();
            try (TestClient alice = new TestClient(caller.outbound());
                    TestClient mallory = new TestClient(caller.outbound())) {
                String asAlice = handshake(alice, "alice");
                mallory.send("POST", "/", "Content-Length: 1");
                Eventually.isTrue("it is under way", () -> application.open() == 2);

                assertThat(alice.get("/").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: request-overflow\r\n");

                mallory.send("a");
                assertThat(mallory.answer()).startsWith("HTTP/1.1 401 ");
                assertThat(body(alice.get("/").answer())).isEqualTo(asAlice);
            }
        }
    }

    @Test
    void staysWithItsVersionWhileThatHasAShare() throws Exception {
        try (NtlmApplication one = new NtlmApplication();
                NtlmApplication two = new NtlmApplication()) {
            caller.backend("one", TestPod.plain(one.port()))
                    .backend("two", TestPod.plain(two.port()));
            split(1, 1);
            List<String> bodies = new ArrayList<>();
            try (TestClient alice = new TestClient(caller.outbound())) {
                String asAlice = handshake(alice, "alice");
                for (int i = 0; i < 20; i++) {
                    bodies.add(body(alice.get("/").answer()));
                }
                assertThat(bodies).as("of a split by halves").containsOnly(asAlice);

                boolean first = one.open() > 0;
                split(first ? 0 : 1, first ? 1 : 0);
                assertThat(alice.get("/").answer())
                        .as("the other version does not know alice")
                        .startsWith("HTTP/1.1 401 ");
            }
        }
    }

    private void split(int one, int two) throws Exception {
        caller.knows(
                        PodPair.SERVICE,
                        Protocol.HTTP1,
                        new WeightedBackend("one", one),
                        new WeightedBackend("two", two))
                .start();
    }

    @Test
    void overHttp2NobodyProvesAnything() throws Exception {
        try (Http2Application application =
                Http2Application.bodiless(":status", "401", "www-authenticate", "Negotiate")) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                assertThat(client.get(1, "/").answer(1).status()).isEqualTo("401");

                Message refused = client.get(3, "/", "authorization", "Negotiate YII=").answer(3);
                assertThat(refused.status()).isEqualTo("501");
                assertThat(refused.last()).containsEntry("x-tulle-error", "connection-auth");

                assertThat(client.get(5, "/", "authorization", "Bearer a").answer(5).status())
                        .as("anything else passes")
                        .isEqualTo("401");
            }
            assertThat(application.requests).hasSize(2);
        }
    }

    @Test
    void whereAConnectionBecomesOneOfHttp2TooNobodyDoes() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            pods.start(application.port(), Protocol.DETECT);
            caller.knows(PodPair.SERVICE, Protocol.HTTP2, new WeightedBackend("echo", 1)).start();
            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(proves(client, "hello"))
                        .startsWith("HTTP/1.1 501 ")
                        .contains("x-tulle-error: connection-auth\r\n");
                assertThat(client.get("/").answer()).endsWith("v2");
            }
        }
    }

    @Test
    void aChallengeToSomebodyWhoCannotHaveOneEndsTheConnection() throws Exception {
        try (NtlmApplication application = new NtlmApplication()) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                assertThat(client.get(1, "/").answer(1).text()).isEqualTo("@1");
                assertThat(client.get(3, "/").answer(3).text()).isEqualTo("@2");
            }
        }
    }
}
