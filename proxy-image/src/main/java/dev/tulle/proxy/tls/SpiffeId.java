package dev.tulle.proxy.tls;

/// The name of a workload, `spiffe://<trust domain>/<path>`, or of a signer, which has no path.
///
/// The parser is ours: `java.net.URI` finds no host where SPIFFE allows what DNS does not.
public record SpiffeId(String trustDomain, String path) {
    private static final String SCHEME = "spiffe://";
    private static final int LONGEST_URI = 2048;
    private static final int LONGEST_TRUST_DOMAIN = 255;

    /// Reads the URI of another party; what is no SPIFFE ID is refused with a sentence.
    public static SpiffeId parse(String uri) {
        require(uri.length() <= LONGEST_URI, uri, "at most 2048 bytes");
        require(uri.startsWith(SCHEME), uri, "scheme spiffe");
        int slash = uri.indexOf('/', SCHEME.length());
        int end = slash < 0 ? uri.length() : slash;
        String trustDomain = uri.substring(SCHEME.length(), end);
        String path = uri.substring(end);
        require(
                !trustDomain.isEmpty() && trustDomain.length() <= LONGEST_TRUST_DOMAIN,
                uri,
                "a trust domain of 1 to 255 bytes");
        require(
                trustDomain.chars().allMatch(SpiffeId::inTrustDomain),
                uri,
                "a trust domain of a-z, 0-9, '.', '-', '_', without port or user");
        checkPath(uri, path);
        return new SpiffeId(trustDomain, path);
    }

    /// Names a workload, not a signer.
    public boolean workload() {
        return !path.isEmpty();
    }

    @Override
    public String toString() {
        return SCHEME + trustDomain + path;
    }

    private static void checkPath(String uri, String path) {
        if (path.isEmpty()) {
            return;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            boolean dots = segment.equals(".") || segment.equals("..");
            require(!segment.isEmpty() && !dots, uri, "no empty, '.' or '..' segment");
            require(
                    segment.chars().allMatch(SpiffeId::inSegment),
                    uri,
                    "segments of a-z, A-Z, 0-9, '.', '-', '_', without query or fragment");
        }
    }

    private static boolean inTrustDomain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    }

    private static boolean inSegment(int c) {
        return inTrustDomain(c) || (c >= 'A' && c <= 'Z');
    }

    private static void require(boolean holds, String uri, String expected) {
        if (!holds) {
            String shown = uri.length() <= 80 ? uri : uri.substring(0, 80) + "…";
            throw new IllegalArgumentException(
                    "'" + shown + "' is no SPIFFE ID: expected " + expected);
        }
    }
}
