package dev.tulle.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.exchange.CopiedFields;
import io.netty.util.AsciiString;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final String SENT = "Sun, 06 Nov 1994 08:49:37 GMT";

    private static long millis(String... pairs) {
        CopiedFields fields = new CopiedFields();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.add(AsciiString.of(pairs[i]), pairs[i + 1]);
        }
        return TimeUnit.NANOSECONDS.toMillis(RetryAfter.nanos(fields));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "3|3000",
                "-3|0",
                "soon|0",
                "Sun, 06 Nov 1994 08:49:39 GMT|2000",
                "Sunday, 06-Nov-94 08:49:39 GMT|2000",
                "Sun Nov  6 08:49:39 1994|2000",
                "Sun, 06 Nov 1994 08:49:36 GMT|0",
                "Sun, 06 Nov 1994 08:49:3|0"
            })
    void isSecondsOrADate(String after, long expected) {
        assertThat(millis("date", SENT, "retry-after", after)).isEqualTo(expected);
    }

    @Test
    void aDateIsOfTheClockOfItsSender() {
        assertThat(millis("retry-after", "Sun, 06 Nov 2094 08:49:39 GMT")).isZero();
        assertThat(millis("date", "now", "retry-after", "Sun, 06 Nov 1994 08:49:39 GMT")).isZero();
    }

    @Test
    void isNotAskedFor() {
        assertThat(millis("date", SENT)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "250, 250"})
    void pushbackIsMilliseconds(String pushback, long expected) {
        assertThat(millis("retry-after", "9", "grpc-retry-pushback-ms", pushback))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-1", "never", "99999999999"})
    void anyOtherPushbackEndsIt(String pushback) {
        assertThat(millis("grpc-retry-pushback-ms", pushback))
                .isEqualTo(TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE));
    }
}
