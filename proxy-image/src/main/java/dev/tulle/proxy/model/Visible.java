package dev.tulle.proxy.model;

/// What may stand in the first line or in a field of a message: nothing that could begin another
/// one.
enum Visible {
    ;

    static void check(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "a space or a character beyond ASCII in a %s: expected none"
                                .formatted(what));
            }
        }
    }

    /// A token of RFC 9110, section 5.6.2.
    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    static void checkToken(String what, String text) {
        if (!isToken(text)) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a %s: expected letters, digits or -_."
                            .formatted(text, what));
        }
    }

    /// Empty, or a path without a query.
    static void checkPath(String path) {
        check("path", path);
        if (!path.isEmpty() && (path.charAt(0) != '/' || path.indexOf('?') >= 0)) {
            throw new IllegalArgumentException(
                    "path '" + path + "': expected one that begins with '/' and has no query");
        }
    }
}
