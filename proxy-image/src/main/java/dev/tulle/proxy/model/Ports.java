package dev.tulle.proxy.model;

/// The rule for TCP port numbers.
enum Ports {
    ;

    static int check(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + ": expected 1 to 65535");
        }
        return port;
    }

    static int parse(String text) {
        if (text.isEmpty()
                || text.length() > 5
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("port '" + text + "': expected 1 to 65535");
        }
        return check(Integer.parseInt(text));
    }
}
