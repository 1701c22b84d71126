package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Messages that are nearly right, cut in any way: what is forwarded must not depend on the cuts,
/// and nothing may escape as an exception.
class EngineFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final String[] PIECES = {
        "GET / HTTP/1.1\r\n",
        "POST /a?b=c HTTP/1.1\r\n",
        "HEAD / HTTP/1.0\r\n",
        "Host: a\r\n",
        "Content-Length: 3\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Connection: close\r\n",
        "Connection: x-a, te\r\n",
        "TE: trailers\r\n",
        "Expect: 100-continue\r\n",
        "X-Tulle-Client-Id: f\r\n",
        "A: \r\n",
        "A:b \r\n",
        "\r\n",
        "\r\n",
        "\r\n",
        "abc",
        "3\r\nabc\r\n",
        "0\r\n\r\n",
        "0\r\nX: y\r\n\r\n",
        "1;a=b\r\nz\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        "\u0000",
        ":",
        ";",
        "0",
        "ff",
        "HTTP/1.1"
    };

    @BeforeAll
    static void watchBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void close() {
        EngineFixture.closeAll();
    }

    private static String message(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) > 0) {
            text.append("POST / HTTP/1.1\r\nHost: a\r\n");
        }
        int pieces = random.nextInt(1, 12);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        for (int i = random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
        return text.toString();
    }

    /// What was forwarded without its framing into chunks, which may follow the cuts.
    private static String forwarded(EngineFixture engine) {
        return engine.seen().replaceAll("\r\n[0-9a-f]+\r\n(?=.)", "").replace("\r\n", "");
    }

    @Test
    void forwardsTheSameHoweverABrokenMessageIsCut() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String message = message(random);
            EngineFixture whole = EngineFixture.plaintext();
            EngineFixture cut = EngineFixture.plaintext();

            whole.send(message);
            for (int at = 0; at < message.length(); ) {
                int to = Math.min(message.length(), at + random.nextInt(1, 9));
                cut.send(message.substring(at, to));
                at = to;
            }

            assertThat(cut.malformed).as("seed %s: %s", seed, message).isEqualTo(whole.malformed);
            assertThat(cut.connections)
                    .as("seed %s: %s", seed, message)
                    .isEqualTo(whole.connections);
            if (!message.contains("chunked")) {
                assertThat(forwarded(cut))
                        .as("seed %s: %s", seed, message)
                        .isEqualTo(forwarded(whole));
            }
            EngineFixture.closeAll();
        }
    }

    @Test
    void survivesAnswersOfAnyBytes() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EngineFixture engine = EngineFixture.outbound();
            engine.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String answer =
                    random.nextBoolean()
                            ? "HTTP/1.1 200 OK\r\n" + message(random)
                            : message(random);

            engine.answer(answer);

            String got = engine.got();
            assertThat(got.isEmpty() || got.startsWith("HTTP/1.1 "))
                    .as("seed %s: %s gave %s", seed, answer, got)
                    .isTrue();
            EngineFixture.closeAll();
        }
    }
}
