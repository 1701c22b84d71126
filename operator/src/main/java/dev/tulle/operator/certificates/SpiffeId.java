package dev.tulle.operator.certificates;

import java.util.regex.Pattern;

/// A SPIFFE ID: a trust domain and a path, as the SPIFFE-ID standard writes them.
///
/// Parsed by hand: `java.net.URI` has no host for trust domains with an underscore, which SPIFFE
/// allows.
///
/// @param path empty for a signing certificate, else `/` and segments
public record SpiffeId(String trustDomain, String path) {
    private static final String SCHEME = "spiffe://";
    private static final int MAX_URI = 2048;
    private static final int MAX_TRUST_DOMAIN = 255;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[-a-z0-9._]+");
    private static final Pattern SEGMENT = Pattern.compile("[-a-zA-Z0-9._]+");

    public SpiffeId {
        check(trustDomain.length() <= MAX_TRUST_DOMAIN, trustDomain, "a trust domain ≤ 255 bytes");
        check(
                TRUST_DOMAIN.matcher(trustDomain).matches(),
                trustDomain,
                "a trust domain of a-z, 0-9, '.', '-', '_' without port or user");
        check(
                SCHEME.length() + trustDomain.length() + path.length() <= MAX_URI,
                path,
                "a whole URI ≤ 2048 bytes");
        checkPath(path);
    }

    public static SpiffeId workload(String trustDomain, String namespace, String account) {
        return new SpiffeId(trustDomain, "/ns/" + namespace + "/sa/" + account);
    }

    /// The name of whoever signs for a trust domain.
    public static SpiffeId signer(String trustDomain) {
        return new SpiffeId(trustDomain, "");
    }

    /// Reads a URI of another party.
    ///
    /// @throws IllegalArgumentException with a sentence, when it is no SPIFFE ID
    public static SpiffeId parse(String uri) {
        check(uri.startsWith(SCHEME), uri, "scheme spiffe");
        String rest = uri.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? new SpiffeId(rest, "")
                : new SpiffeId(rest.substring(0, slash), rest.substring(slash));
    }

    private static void checkPath(String path) {
        if (path.isEmpty()) {
            return;
        }
        check(path.startsWith("/"), path, "a path that starts with '/'");
        for (String segment : path.substring(1).split("/", -1)) {
            check(
                    SEGMENT.matcher(segment).matches()
                            && !segment.equals(".")
                            && !segment.equals(".."),
                    path,
                    "segments of a-z, A-Z, 0-9, '.', '-', '_', none empty, '.' or '..', and no"
                            + " query or fragment");
        }
    }

    private static void check(boolean holds, String value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "not a SPIFFE ID: '%s', expected %s".formatted(shortened(value), expected));
        }
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    @Override
    public String toString() {
        return SCHEME + trustDomain + path;
    }
}
