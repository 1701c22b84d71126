package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What both engines do with well-formed messages and with ends of connections.
class EngineHandlerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    @BeforeAll
    static void watchBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void close() {
        EngineFixture.closeAll();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void answersPipelinedRequestsInTheirOrderOneAtATime() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/1") + get("/2") + get("/3"));

        assertThat(engine.seen()).isEqualTo(get("/1"));
        engine.answer(OK);
        assertThat(engine.seen()).isEqualTo(get("/2"));
        engine.answer(OK);
        assertThat(engine.seen()).isEqualTo(get("/3"));
        engine.answer(OK);
        assertThat(engine.got()).isEqualTo(OK.repeat(3));
        assertThat(engine.ended).hasSize(3);
        assertThat(engine.load.requests()).as("requests in flight").isZero();
    }

    @Test
    void readsHeadsAndBodiesHoweverTheyAreCut() {
        EngineFixture engine = EngineFixture.outbound();

        engine.drip("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        for (int i = 0; i < OK.length(); i++) {
            engine.answer(OK.substring(i, i + 1));
        }

        assertThat(engine.seen()).endsWith("\r\n\r\nabc");
        assertThat(engine.got()).isEqualTo(OK);
        assertThat(engine.ended.getFirst().bytesIn()).isEqualTo(3);
        assertThat(engine.ended.getFirst().bytesOut()).isEqualTo(2);
        assertThat(engine.ended.getFirst().status()).isEqualTo(200);
    }

    @Test
    void reusesTheConnectionToTheApplication() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/1")).answer(OK).send(get("/2")).answer(OK);

        assertThat(engine.connections).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nconnection: close", "HTTP/1.0 200 OK"})
    void doesNotReuseAConnectionThatTheApplicationEnds(String start) {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/1")).answer(start + "\r\ncontent-length: 0\r\n\r\n");
        assertThat(engine.got())
                .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .as("the client's connection is another matter");
        engine.send(get("/2"));

        assertThat(engine.connections).isEqualTo(2);
        assertThat(engine.closed()).isFalse();
    }

    @Test
    void forwardsInterimAnswersInOrder() {
        EngineFixture engine = EngineFixture.outbound();
        String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";

        engine.send(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        assertThat(engine.seen()).contains("Expect: 100-continue\r\n");
        engine.answer(interim);
        assertThat(engine.got()).isEqualTo(interim);
        engine.send("a").answer(OK);

        assertThat(engine.got()).isEqualTo(OK);
    }

    @Test
    void refusesAnUpgradeThatNobodyAskedFor() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/")).answer("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n");

        assertThat(engine.application().isOpen()).isFalse();
    }

    @Test
    void takesNoBodyFromTheNextMessageBehindHead() {
        EngineFixture engine = EngineFixture.outbound();
        String head = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n";

        engine.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(head).send(get("/2")).answer(OK);

        assertThat(engine.got()).isEqualTo(head + OK);
        assertThat(engine.connections).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void takesNoBodyWhereTheStatusHasNone(int status) {
        EngineFixture engine = EngineFixture.outbound();
        String head = "HTTP/1.1 " + status + " X\r\ncontent-length: 7\r\n\r\n";

        engine.send(get("/1")).answer(head).send(get("/2")).answer(OK);

        // What says of itself that it has no body says nothing of its length (RFC 9110 8.6).
        String sent = status == 204 ? head.replace("content-length: 7\r\n", "") : head;
        assertThat(engine.got()).isEqualTo(sent + OK);
    }

    @Test
    void chunksABodyThatEndsWithItsConnection() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/")).answer("HTTP/1.1 200 OK\r\n\r\nabc");
        engine.application().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(engine.got())
                .contains("\r\ntransfer-encoding: chunked\r\n")
                .endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertThat(engine.closed()).isFalse();
    }

    @Test
    void breaksOffAnAnswerThatTheApplicationBreaksOff() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/")).answer("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
        engine.application().close();

        assertThat(engine.closed()).isTrue();
        assertThat(engine.got()).endsWith("abc");
        assertThat(engine.ended).hasSize(1);
    }

    @Test
    void answersAClientOfHttp10InItsWay() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("GET / HTTP/1.0\r\n\r\n");
        assertThat(engine.seen()).isEqualTo("GET / HTTP/1.1\r\nhost: 10.96.0.1:80\r\n\r\n");
        engine.answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");

        assertThat(engine.got())
                .isEqualTo("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nab")
                .as("no chunks");
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void keepsAConnectionOfHttp10ThatAsksForIt() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").answer(OK);

        assertThat(engine.got()).contains("connection: keep-alive\r\n");
        assertThat(engine.closed()).isFalse();
    }

    @Test
    void answersAClientThatHasEndedItsSide() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/"));
        engine.client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(engine.closed()).isFalse();
        engine.answer(OK);

        assertThat(engine.got()).isEqualTo(OK);
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void endsTheRequestOfAClientThatGoesAway() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
        engine.client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(engine.application().isOpen()).isFalse();
        assertThat(engine.closed()).isTrue();
        assertThat(engine.load.requests()).isZero();
    }

    @Test
    void forwardsAnAnswerThatComesBeforeTheEndOfTheRequest() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").answer(OK);

        assertThat(engine.got()).isEqualTo(OK);
        assertThat(engine.application().isOpen()).as("half a request went there").isFalse();
        engine.send("defghij" + get("/2"));
        assertThat(engine.seen()).isEqualTo(get("/2"));
        assertThat(engine.connections).isEqualTo(2);
    }

    @Test
    void readsNoMoreThanABoundOfARequestThatWasAnsweredEarly() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n").answer(OK);
        engine.send("x".repeat(60_000));
        assertThat(engine.closed()).isFalse();
        engine.send("x".repeat(60_000));

        assertThat(engine.closed()).isTrue();
    }

    @Test
    void closesAConnectionOnWhichNobodyAskedForBytes() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/1")).answer(OK + OK);

        assertThat(engine.got()).isEqualTo(OK);
        assertThat(engine.application().isOpen()).isFalse();
    }

    @Test
    void closesAnIdleConnectionBeforeTheApplicationDoes() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/1")).answer(OK);
        engine.pass(2);
        assertThat(engine.application().isOpen()).as("1.5 s are over").isFalse();

        engine.send(get("/2"))
                .answer("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\ncontent-length: 0\r\n\r\n");
        engine.pass(3);
        assertThat(engine.application().isOpen()).as("it said 5 s").isTrue();
        engine.pass(2);
        assertThat(engine.application().isOpen()).isFalse();
    }

    @Test
    void keepsNoConnectionThatTheApplicationWillEndWithinASecond() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/"))
                .answer("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\ncontent-length: 0\r\n\r\n");

        assertThat(engine.application().isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n"
            })
    void forwardsNoAnswerThatIsNoMessage(String bytes) {
        EngineFixture engine = EngineFixture.outbound();

        engine.send(get("/")).answer(bytes);

        assertThat(engine.got()).doesNotContain("200");
        assertThat(engine.application().isOpen()).isFalse();
    }

    @Test
    void refusesMoreRequestsThanTheBound() {
        EngineFixture engine = EngineFixture.outbound();
        engine.load.beginRequest();
        engine.load.beginRequest();

        engine.send(get("/"));

        assertThat(engine.got()).startsWith("HTTP/1.1 503 ").contains("x-tulle-error: overloaded");
        assertThat(engine.forwarded()).isFalse();
        assertThat(engine.load.requests()).isEqualTo(2);
    }

    @Test
    void pausesTheClientWhileTheApplicationTakesNothing() {
        EngineFixture engine = EngineFixture.outbound();
        engine.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n");

        engine.application().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        engine.send("x".repeat(1_000));
        assertThat(engine.client.config().isAutoRead()).as("while it is full").isFalse();
        engine.application().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        engine.application().runPendingTasks();

        assertThat(engine.client.config().isAutoRead()).as("when it drained").isTrue();
    }

    @Test
    void pausesTheApplicationWhileTheClientTakesNothing() {
        EngineFixture engine = EngineFixture.outbound();
        engine.send(get("/")).answer("HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n");

        engine.client.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        engine.answer("x".repeat(1_000));
        assertThat(engine.application().config().isAutoRead()).as("while it is full").isFalse();
        engine.client.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        engine.client.runPendingTasks();

        assertThat(engine.application().config().isAutoRead()).as("when it drained").isTrue();
    }
}
