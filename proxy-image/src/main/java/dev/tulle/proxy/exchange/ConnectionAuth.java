package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Schemes by which a client proves who it is to a connection, so that all that follows on this
/// connection counts as the client's: NTLM and Negotiate (RFC 4559). By their first four letters,
/// for there are variants such as Nego2, and taking another one for them does no harm.
public final class ConnectionAuth {
    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
    private static final AsciiString PROXY_AUTHORIZATION =
            AsciiString.cached("proxy-authorization");

    private static final AsciiString CHALLENGE = AsciiString.cached("www-authenticate");
    private static final AsciiString PROXY_CHALLENGE = AsciiString.cached("proxy-authenticate");
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;
    private static final AsciiString NTLM = AsciiString.cached("ntlm");
    private static final AsciiString NEGOTIATE = AsciiString.cached("nego");

    private ConnectionAuth() {}

    /// Whether the value of Authorization or Proxy-Authorization is by such a scheme.
    public static boolean proves(CharSequence credentials) {
        return isSchemeAt(credentials, 0);
    }

    /// Whether a field, its name in lower case, is one of those with such a value.
    public static boolean proves(CharSequence name, CharSequence value) {
        boolean credentials =
                switch (name.length()) {
                    case 13 -> AUTHORIZATION.contentEquals(name);
                    case 19 -> PROXY_AUTHORIZATION.contentEquals(name);
                    default -> false;
                };
        return credentials && proves(value);
    }

    /// Whether an answer asks for such a proof: the client's next request on this connection may
    /// give it, or go on with one that was begun.
    public static boolean asks(ResponseHead answer) {
        return switch (answer.status()) {
            case UNAUTHORIZED -> asks(answer.fields(), CHALLENGE);
            case PROXY_UNAUTHORIZED -> asks(answer.fields(), PROXY_CHALLENGE);
            default -> false;
        };
    }

    private static boolean asks(Fields fields, AsciiString name) {
        @Nullable CharSequence challenges = fields.value(name, 0);
        for (int nth = 1; challenges != null; nth++) {
            if (lists(challenges)) {
                return true;
            }
            challenges = fields.value(name, nth);
        }
        return false;
    }

    /// Behind any comma, also one inside of quotes: rather once too often.
    private static boolean lists(CharSequence challenges) {
        boolean found = isSchemeAt(challenges, 0);
        for (int i = 0; !found && i < challenges.length(); i++) {
            found = challenges.charAt(i) == ',' && isSchemeAt(challenges, i + 1);
        }
        return found;
    }

    private static boolean isSchemeAt(CharSequence value, int from) {
        int at = from;
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
        return startsAt(value, at, NTLM) || startsAt(value, at, NEGOTIATE);
    }

    private static boolean startsAt(CharSequence value, int at, AsciiString scheme) {
        return AsciiString.regionMatches(value, true, at, scheme, 0, scheme.length());
    }
}
