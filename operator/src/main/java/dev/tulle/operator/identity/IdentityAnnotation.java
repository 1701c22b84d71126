package dev.tulle.operator.identity;

/// What operator and kubectl need to know of an identity without reading a key.
enum IdentityAnnotation {
    SPIFFE_ID("spiffe-id"),
    SERIAL("serial"),
    NOT_AFTER("not-after"),
    RENEW_AT("renew-at"),
    AUTHORITY("authority"),
    BUNDLE_SEQUENCE("bundle-sequence"),
    BUNDLE_SHA256("bundle-sha256");

    private final String key;

    IdentityAnnotation(String word) {
        this.key = "mesh.tulle.dev/" + word;
    }

    String key() {
        return key;
    }
}
