package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows 8 and 9 of the checklist: which host a request is for.
class HostHandlerTest {

    @AfterEach
    void close() {
        EngineFixture.closeAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: a\r\n",
                "Host:\r\n",
                "Host: user@a\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: a,b\r\n"
            })
    void row08RefusesHostsThatAreNotOneHost(String fields) {
        HygieneHandlerTest.refuses("GET / HTTP/1.1\r\n" + fields + "\r\n", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET a",
                "GET *",
                "GET ftp://a/",
                "GET http://",
                "GET http:///a",
                "GET http://user@a/",
                "GET /a#b",
                "OPTIONS a"
            })
    void row09RefusesTargetsOfNoForm(String line) {
        HygieneHandlerTest.refuses(line + " HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://b/c, b",
        "HTTP://b:81?x, b:81",
        "https://[::1]:8443/, [::1]:8443",
    })
    void row09TheTargetCountsMoreThanHost(String target, String host) {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(engine.seen())
                .startsWith("GET " + target + " HTTP/1.1\r\n")
                .containsOnlyOnce("ost: ")
                .contains("host: " + host + "\r\n");
    }
}
