package dev.tulle.proxy.route;

import dev.tulle.proxy.model.RuleAnswer;
import io.netty.util.AsciiString;

/// Where a redirect points. What it does not name stays as asked, and is left out as far as a
/// reference may leave it out (RFC 3986 section 4.2): the proxy cannot know that a caller behind a
/// gateway asked by https.
public record RedirectTarget(String scheme, String host, int port, AsciiString path, int status) {

    private static final AsciiString HOST = AsciiString.cached("host");

    static RedirectTarget of(RuleAnswer.Redirect redirect) {
        return new RedirectTarget(
                redirect.scheme(),
                redirect.host(),
                redirect.port(),
                AsciiString.of(redirect.path()),
                redirect.status());
    }

    public AsciiString location(RequestView request) {
        StringBuilder location = new StringBuilder();
        if (!scheme.isEmpty()) {
            location.append(scheme).append(':');
        }
        if (!scheme.isEmpty() || !host.isEmpty() || port != 0) {
            location.append("//");
            authority(request, location);
        }
        AsciiString target = request.target();
        location.append(path.isEmpty() ? RoutedRequest.pathOf(target) : path);
        int query = target.indexOf('?', 0);
        if (query >= 0) {
            location.append(target, query, target.length());
        }
        return AsciiString.of(location);
    }

    private void authority(RequestView request, StringBuilder location) {
        CharSequence asked = request.value(HOST, 0);
        String authority = asked == null ? "" : asked.toString();
        int colon = authority.lastIndexOf(':');
        boolean ported = colon > authority.lastIndexOf(']');
        location.append(
                !host.isEmpty() ? host : ported ? authority.substring(0, colon) : authority);
        if (port != 0) {
            location.append(':').append(port);
        } else if (ported) {
            location.append(authority, colon, authority.length());
        }
    }
}
