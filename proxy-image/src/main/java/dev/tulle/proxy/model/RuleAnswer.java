package dev.tulle.proxy.model;

/// The answer that a rule gives by itself.
public sealed interface RuleAnswer {
    /// Sends the caller elsewhere; what is empty or 0 stays as asked.
    record Redirect(String scheme, String host, int port, String path, int status)
            implements RuleAnswer {
        public Redirect {
            if (port != 0) {
                Ports.check(port);
            }
            switch (status) {
                case 301, 302, 303, 307, 308 -> {}
                default ->
                        throw new IllegalArgumentException(
                                "a redirect with status "
                                        + status
                                        + ": expected 301, 302, 303, 307 or 308");
            }
            boolean known = scheme.isEmpty() || scheme.equals("http") || scheme.equals("https");
            if (!known) {
                throw new IllegalArgumentException(
                        "a redirect to scheme '" + scheme + "': expected http or https");
            }
            if (scheme.isEmpty() && host.isEmpty() && port == 0 && path.isEmpty()) {
                throw new IllegalArgumentException(
                        "a redirect to where it came from: expected a scheme, host, port or path");
            }
            Visible.check("host", host);
            Visible.checkPath(path);
        }
    }

    record Respond(int status, String body) implements RuleAnswer {
        public static final int LONGEST_BODY = 4_096;

        public Respond {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException(
                        "an answer with status " + status + ": expected 200 to 599");
            }
            if (body.length() > LONGEST_BODY) {
                throw new IllegalArgumentException(
                        "an answer of %d characters: expected at most %d"
                                .formatted(body.length(), LONGEST_BODY));
            }
            boolean bodiless = status == 204 || status == 205 || status == 304;
            if (bodiless && !body.isEmpty()) {
                throw new IllegalArgumentException(
                        "an answer with status " + status + " and a body: expected none");
            }
        }
    }
}
