package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import io.netty.handler.codec.DateFormatter;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The pause that an answer asks for before the next try: `Retry-After` in seconds or as a date
/// (RFC 9110 section 10.2.3), or `grpc-retry-pushback-ms`, of which anything but a number says that
/// there is to be none.
final class RetryAfter {
    private static final AsciiString RETRY_AFTER = AsciiString.cached("retry-after");
    private static final AsciiString DATE = AsciiString.cached("date");
    private static final AsciiString PUSHBACK = AsciiString.cached("grpc-retry-pushback-ms");
    private static final int MOST_DIGITS = 9;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NOT_A_NUMBER = -1;

    private RetryAfter() {}

    /// 0 when it asks for none.
    static long nanos(Fields answer) {
        CharSequence pushback = answer.first(PUSHBACK);
        if (pushback != null) {
            long millis = number(pushback);
            return millis == NOT_A_NUMBER ? NEVER : TimeUnit.MILLISECONDS.toNanos(millis);
        }
        CharSequence after = answer.first(RETRY_AFTER);
        if (after == null) {
            return 0;
        }
        long seconds = number(after);
        return seconds == NOT_A_NUMBER ? until(after, answer) : TimeUnit.SECONDS.toNanos(seconds);
    }

    /// A date is one of the sender's clock, so it is counted from the `Date` of the same answer:
    /// clocks differ by more than such pauses last.
    private static long until(CharSequence after, Fields answer) {
        CharSequence sent = answer.first(DATE);
        Date from = sent == null ? null : DateFormatter.parseHttpDate(sent);
        Date to = from == null ? null : DateFormatter.parseHttpDate(after);
        return from == null || to == null
                ? 0
                : Math.max(0, Duration.between(from.toInstant(), to.toInstant()).toNanos());
    }

    private static long number(@Nullable CharSequence text) {
        if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
            return NOT_A_NUMBER;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
