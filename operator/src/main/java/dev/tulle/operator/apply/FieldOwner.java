package dev.tulle.operator.apply;

/// Who owns a field in the API server's book; one name per controller, fixed for ever.
public enum FieldOwner {
    INSTALL("tulle/install"),
    TRAFFIC("tulle/traffic"),
    POLICY("tulle/policy"),
    AUTHORITY("tulle/authority"),
    IDENTITY("tulle/identity"),
    DISCOVERY("tulle/discovery");

    private final String word;

    FieldOwner(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
