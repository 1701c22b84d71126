package dev.tulle.proxy.http1;

import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.Reach;
import dev.tulle.proxy.upstream.Security;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How long a connection may wait for its next request. The other side must never be the first to
/// close, or a request crosses its FIN: a mesh peer waits 120 s, an application says in Keep-Alive
/// how long it does, else it is taken for one of the impatient.
final class IdleLimit {
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final String TIMEOUT = "timeout=";
    private static final long MOST_SECONDS = 60;
    private static final int MOST_DIGITS = 6;

    private IdleLimit() {}

    /// The limit when nothing was said.
    static long of(PoolKey key) {
        return switch (key.security()) {
            case Security.Mesh mesh -> Reach.NETWORK.idleNanos();
            case Security.Plain plain -> Reach.OWN_APPLICATION.idleNanos();
        };
    }

    static long of(PoolKey key, HeadBlock answer) {
        if (key.security() instanceof Security.Plain && answer.has(KnownField.KEEP_ALIVE)) {
            CharSequence value = answer.first(KEEP_ALIVE);
            return value == null ? of(key) : parse(value.toString(), of(key));
        }
        return of(key);
    }

    private static long parse(String value, long otherwise) {
        int at = value.toLowerCase(Locale.ROOT).indexOf(TIMEOUT);
        if (at < 0) {
            return otherwise;
        }
        int from = at + TIMEOUT.length();
        int to = from;
        while (to < value.length()
                && Character.isDigit(value.charAt(to))
                && to - from < MOST_DIGITS) {
            to++;
        }
        if (to == from) {
            return otherwise;
        }
        long seconds = Long.parseLong(value.substring(from, to)) - 1;
        return TimeUnit.SECONDS.toNanos(Math.clamp(seconds, 0, MOST_SECONDS));
    }
}
