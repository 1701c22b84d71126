package dev.tulle.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnifferTest {
    private static final long SEED = 20_261_120;

    private static Sniffed sniff(DetectSide side, Protocol declared, byte[] bytes) {
        return new Sniffer(side, declared).sniff(Unpooled.wrappedBuffer(bytes));
    }

    private static byte[] ascii(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "[{0}] is {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "GET / HTTP/1.1\\r\\n,            HTTP1",
                "GET / HTTP/1.0\\r\\nHost: a\\r\\n, HTTP1",
                "M-SEARCH * HTTP/1.1\\r\\n,       HTTP1",
                "GET http://a/ HTTP/1.1\\r\\n,    HTTP1",
                "GET /a b HTTP/1.1\\r\\n,         HTTP1",
                "GET / HTTP/1.1\\n,               HTTP1",
                "G,                               UNCLEAR",
                "GET,                             UNCLEAR",
                "`GET `,                          UNCLEAR",
                "GET / HTTP/1.1,                  UNCLEAR",
                "GET / HTTP/1.1\\r,               UNCLEAR",
                "P,                               UNCLEAR",
                "PRI * HTTP/2.0\\r\\n,            UNCLEAR",
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n, HTTP2",
                "PRI * HTTP/2.0\\r\\n\\r\\nSMX,   OTHER",
                "GET /\\r\\n,                     OTHER",
                "GET / HTTP/2.0\\r\\n,            OTHER",
                "GET / HTTP/1.2\\r\\n,            OTHER",
                "GET HTTP/1.1\\r\\n,              OTHER",
                "GET\\r\\n,                       OTHER",
                "` GET / HTTP/1.1\\r\\n`,         OTHER",
                "EHLO mail\\r\\n,                 OTHER",
                "AAAAAAAAAAAAAAAAAAAAA,           OTHER",
                "*1\\r\\n$4\\r\\nPING\\r\\n,      OTHER",
            })
    void tellsPlaintextProtocols(String text, Sniffed expected) {
        assertThat(sniff(DetectSide.OUTBOUND, Protocol.DETECT, ascii(text))).isEqualTo(expected);
        assertThat(sniff(DetectSide.INBOUND, Protocol.DETECT, ascii(text))).isEqualTo(expected);
    }

    @Test
    void leavesATooLongRequestLineToTheEngine() {
        byte[] line = ascii("GET /" + "a".repeat(9_000));

        assertThat(sniff(DetectSide.INBOUND, Protocol.DETECT, line)).isEqualTo(Sniffed.HTTP1);
    }

    static Stream<Arguments> hellos() {
        return Stream.of(
                Arguments.of(DetectSide.INBOUND, TestHello.of("x", "tulle-h1"), Sniffed.MESH_TLS),
                Arguments.of(DetectSide.INBOUND, TestHello.of("x", "tulle-tcp"), Sniffed.MESH_TLS),
                Arguments.of(
                        DetectSide.INBOUND,
                        TestHello.of("x", "tulle-h9"),
                        Sniffed.UNKNOWN_MESH_NAME),
                Arguments.of(DetectSide.INBOUND, TestHello.of("x", "h2", "http/1.1"), Sniffed.TLS),
                Arguments.of(DetectSide.INBOUND, TestHello.of("x"), Sniffed.TLS),
                Arguments.of(DetectSide.INBOUND, new byte[] {0x16}, Sniffed.UNCLEAR),
                Arguments.of(DetectSide.INBOUND, new byte[] {0x16, 3}, Sniffed.PART_OF_HELLO),
                Arguments.of(DetectSide.INBOUND, new byte[] {0x16, 2}, Sniffed.OTHER),
                Arguments.of(DetectSide.INBOUND, new byte[] {0x16, 3, 1, 0, 0}, Sniffed.BAD_HELLO),
                Arguments.of(DetectSide.OUTBOUND, new byte[] {0x16, 3}, Sniffed.TLS),
                Arguments.of(DetectSide.OUTBOUND, TestHello.of("x", "tulle-h1"), Sniffed.TLS));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("hellos")
    void tellsOurTlsFromOthers(DetectSide side, byte[] bytes, Sniffed expected) {
        assertThat(sniff(side, Protocol.DETECT, bytes)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "declared {0}")
    @CsvSource({"HTTP1, DECLARED_HTTP1", "HTTP2, UNCLEAR", "OPAQUE, DECLARED_OPAQUE"})
    void believesDeclarationsButForOurTls(Protocol declared, Sniffed expected) {
        assertThat(sniff(DetectSide.INBOUND, declared, ascii("PRI * "))).isEqualTo(expected);
        assertThat(sniff(DetectSide.INBOUND, declared, TestHello.of("x", "tulle-tcp")))
                .isEqualTo(Sniffed.MESH_TLS);
    }

    /// However bytes are cut, the answer comes, is the same, and no byte is taken.
    @Test
    void answersTheSameHoweverBytesAreCut() {
        Random random = new Random(SEED);
        String signs = "GET PRI*/ HTTP/1.1\r\n2.0\u0016\u0003SM";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            ByteBuf in = Unpooled.buffer();
            Sniffer sniffer = new Sniffer(DetectSide.OUTBOUND, Protocol.DETECT);
            Sniffed found = Sniffed.UNCLEAR;
            for (int i = 0; i < bytes.length && found == Sniffed.UNCLEAR; i++) {
                in.writeByte(bytes[i]);
                found = sniffer.sniff(in);
            }
            assertThat(found)
                    .as("seed %d round %d: %s", SEED, round, text)
                    .isEqualTo(
                            sniff(
                                    DetectSide.OUTBOUND,
                                    Protocol.DETECT,
                                    Arrays.copyOf(bytes, in.readableBytes())));
        }
    }
}
