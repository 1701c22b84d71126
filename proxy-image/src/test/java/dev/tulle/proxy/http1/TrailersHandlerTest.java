package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Fields behind a body, both ways: what could change what the message means is dropped, the others
/// stay where they are.
class TrailersHandlerTest {
    private static final String BODY =
            """
            4
            body
            0
            Content-Length: 9
            Transfer-Encoding: chunked
            Host: b
            Authorization: c
            X-Tulle-Client-Id: d
            x_tulle_attempt: 9
            X-Sum: 42

            """
                    .replace("\n", "\r\n");

    @AfterEach
    void close() {
        EngineFixture.closeAll();
    }

    private static void assertCleaned(String message) {
        int body = message.indexOf("4\r\nbody\r\n0\r\n");
        assertThat(body).as(message).isPositive();
        assertThat(message.substring(body)).isEqualTo("4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");
        assertThat(message.substring(0, body)).doesNotContain("X-Sum").doesNotContain(": 9");
    }

    @Test
    void row07CleansTheTrailersOfARequest() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY);

        assertCleaned(engine.seen());
    }

    @Test
    void row07CleansTheTrailersOfAnAnswer() {
        EngineFixture engine = EngineFixture.outbound();

        engine.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        engine.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY);

        assertCleaned(engine.got());
    }
}
