package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;

/// What a CONNECT names, RFC 9110 section 9.3.6: a host and a port, both of them.
public final class ConnectTarget {
    private static final int MOST_DIGITS = 5;
    private static final int MOST_PORT = 65_535;

    private ConnectTarget() {}

    /// For a target whose characters are those of a host with port.
    public static boolean isOne(AsciiString target) {
        int colon = target.lastIndexOf(":");
        int digits = target.length() - colon - 1;
        if (colon < 1 || digits < 1 || digits > MOST_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < target.length(); i++) {
            int digit = target.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
        }
        return port > 0 && port <= MOST_PORT;
    }
}
