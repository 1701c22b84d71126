package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `grpc-timeout`, how long the caller of a call waits for all of its answer: at most eight digits
/// and a unit (grpc/grpc doc/PROTOCOL-HTTP2.md).
public final class GrpcTimeout {
    static final long NONE = 0;
    static final long MALFORMED = -1;
    private static final AsciiString FIELD = AsciiString.cached("grpc-timeout");
    private static final int MOST_DIGITS = 8;
    private static final long MOST = 100_000_000;

    /// Above it a millisecond more or less makes no difference, and values repeat, as the tables of
    /// HPACK like them.
    private static final long COARSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// For a call whose caller does not say how long it waits, though it means to.
    private static final Verdict.Answer REFUSED =
            new Verdict.Answer(
                    ProxyError.BAD_REQUEST,
                    "grpc-timeout is not up to eight digits and one of H M S m u n",
                    Verdict.After.KEEP);

    private GrpcTimeout() {}

    /// Tells the exchange whether it is a call and how long its caller waits; the answer when that
    /// cannot be read.
    public static Verdict.@Nullable Own read(Exchange begun) {
        Fields fields = begun.request().fields();
        if (!GrpcStatus.isCall(fields)) {
            return null;
        }
        long nanos = nanos(fields);
        begun.calls(Math.max(nanos, NONE));
        return nanos == MALFORMED ? REFUSED : null;
    }

    /// [#NONE], [#MALFORMED], or nanoseconds from now on.
    static long nanos(Fields call) {
        CharSequence text = call.first(FIELD);
        if (text == null) {
            return NONE;
        }
        int digits = text.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS || call.value(FIELD, 1) != null) {
            return MALFORMED;
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value * 10 + digit;
        }
        return nanos(value, text.charAt(digits));
    }

    /// A caller whose time is up already waits no longer than for the first tick.
    private static long nanos(long value, char unit) {
        @Nullable TimeUnit in =
                switch (unit) {
                    case 'H' -> TimeUnit.HOURS;
                    case 'M' -> TimeUnit.MINUTES;
                    case 'S' -> TimeUnit.SECONDS;
                    case 'm' -> TimeUnit.MILLISECONDS;
                    case 'u' -> TimeUnit.MICROSECONDS;
                    case 'n' -> TimeUnit.NANOSECONDS;
                    default -> null;
                };
        return in == null ? MALFORMED : Math.max(1, in.toNanos(value));
    }

    /// Says what remains of it to the next hop, if there is one.
    public static void shorten(Exchange call, Ticker ticker) {
        if (call.callNanos() > NONE) {
            long until = call.startedNanos() + call.callNanos();
            shorten(call.request().fields(), until - ticker.nanoTime());
        }
    }

    static void shorten(Fields call, long nanosLeft) {
        call.remove(FIELD);
        call.add(FIELD, text(nanosLeft));
    }

    static AsciiString text(long nanosLeft) {
        long left = Math.max(nanosLeft, TimeUnit.MICROSECONDS.toNanos(1));
        if (left < COARSE_NANOS) {
            return AsciiString.of(TimeUnit.NANOSECONDS.toMicros(left) + "u");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(left);
        return AsciiString.of(
                millis < MOST ? millis + "m" : TimeUnit.NANOSECONDS.toMinutes(left) + "M");
    }
}
