package dev.tulle.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {
    private static final AsciiString FIELD = AsciiString.cached("grpc-timeout");

    private static CopiedFields with(String... values) {
        CopiedFields fields = new CopiedFields();
        for (String value : values) {
            fields.add(FIELD, value);
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "10S, 10000000000",
        "250m, 250000000",
        "7u, 7000",
        "99999999n, 99999999",
        "99999999H, 9223372036854775807",
        "0n, 1"
    })
    void isANumberOfAUnit(String text, long nanos) {
        assertThat(GrpcTimeout.nanos(with(text))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "10s", "123456789n", "-1S", "+1S", "1.5S", "1 S", "1SS"})
    void isNothingElse(String text) {
        assertThat(GrpcTimeout.nanos(with(text))).isEqualTo(GrpcTimeout.MALFORMED);
    }

    @Test
    void isThereOnceOrNotAtAll() {
        assertThat(GrpcTimeout.nanos(with())).isEqualTo(GrpcTimeout.NONE);
        assertThat(GrpcTimeout.nanos(with("1S", "2S"))).isEqualTo(GrpcTimeout.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "99999999, 99999u",
        "100000000, 100m",
        "999999999, 999m",
        "99999999000000, 99999999m",
        "9223372036854775807, 153722867M",
        "-5, 1u"
    })
    void neverGrows(long nanos, String text) {
        CopiedFields fields = with("1S");
        GrpcTimeout.shorten(fields, nanos);
        assertThat(fields.first(FIELD)).hasToString(text);
        assertThat(fields.value(FIELD, 1)).isNull();
    }
}
