package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.route.Cookies;
import dev.tulle.proxy.route.RequestView;
import dev.tulle.proxy.route.SessionSeal;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How clients of a destination hold their sessions, on one loop; a rule with backends of its own
/// has one of its own.
public final class AffinityRuntime {
    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");

    private final SessionSeal seal;
    private final Affinity.Carrier carrier;
    private final AsciiString name;
    private final AsciiString before;
    private final AsciiString after;

    private AffinityRuntime(
            SessionSeal seal, Affinity.Carrier carrier, AsciiString before, AsciiString after) {
        this.seal = seal;
        this.carrier = carrier;
        this.name = AsciiString.of(carrier.name());
        this.before = before;
        this.after = after;
    }

    static AffinityRuntime of(SessionSeal seal, Affinity.Carrier carrier) {
        return switch (carrier) {
            case Affinity.Cookie(String name, Duration maxAge) ->
                    new AffinityRuntime(
                            seal, carrier, AsciiString.of(name + "="), attributes(maxAge));
            case Affinity.Header _ ->
                    new AffinityRuntime(
                            seal, carrier, AsciiString.EMPTY_STRING, AsciiString.EMPTY_STRING);
        };
    }

    /// The same for what the rule of this name takes.
    AffinityRuntime of(String rule) {
        return of(seal, carrier.of(rule));
    }

    SessionSeal seal() {
        return seal;
    }

    /// RFC 6265bis, section 4.1.2. Not `Secure`: whether the browser speaks TLS is not seen here.
    /// `Lax` is sent along when somebody follows a link from elsewhere; with `Strict` that person
    /// would lose the session.
    private static AsciiString attributes(Duration maxAge) {
        String life = maxAge.isZero() ? "" : "; Max-Age=" + maxAge.toSeconds();
        return AsciiString.of("; Path=/; HttpOnly; SameSite=Lax" + life);
    }

    /// What the client holds; null when that is nothing, or nothing to believe.
    SessionSeal.@Nullable Held held(RequestView request) {
        CharSequence text =
                switch (carrier) {
                    case Affinity.Cookie _ -> Cookies.first(request, name);
                    case Affinity.Header _ -> request.value(name, 0);
                };
        return text == null ? null : seal.open(text);
    }

    /// The field of an answer that tells the client.
    AsciiString field() {
        return switch (carrier) {
            case Affinity.Cookie _ -> SET_COOKIE;
            case Affinity.Header _ -> name;
        };
    }

    /// Whether another field of this name has to go.
    boolean alone() {
        return carrier instanceof Affinity.Header;
    }

    AsciiString value(long backend, long endpoint) {
        return before.concat(seal.seal(backend, endpoint)).concat(after);
    }
}
