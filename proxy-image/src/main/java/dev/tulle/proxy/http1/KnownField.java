package dev.tulle.proxy.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The field names that the engine itself acts on.
enum KnownField {
    HOST("host"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    TE("te"),
    UPGRADE("upgrade"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    EXPECT("expect"),
    HTTP2_SETTINGS("http2-settings"),
    AUTHORIZATION("authorization"),
    PROXY_AUTHORIZATION("proxy-authorization");

    private final String lowerCase;

    KnownField(String lowerCase) {
        this.lowerCase = lowerCase;
    }

    /// Tells by length first, so that most names cost one switch.
    static @Nullable KnownField of(byte[] bytes, int from, int to) {
        KnownField candidate =
                switch (to - from) {
                    case 2 -> TE;
                    case 4 -> HOST;
                    case 6 -> EXPECT;
                    case 7 -> UPGRADE;
                    case 10 -> (bytes[from] | 0x20) == 'c' ? CONNECTION : KEEP_ALIVE;
                    case 13 -> AUTHORIZATION;
                    case 14 -> (bytes[from] | 0x20) == 'c' ? CONTENT_LENGTH : HTTP2_SETTINGS;
                    case 16 -> PROXY_CONNECTION;
                    case 17 -> TRANSFER_ENCODING;
                    case 19 -> PROXY_AUTHORIZATION;
                    default -> null;
                };
        return candidate != null && candidate.named(bytes, from) ? candidate : null;
    }

    boolean is(AsciiString lower) {
        return lower.contentEquals(lowerCase);
    }

    private boolean named(byte[] bytes, int from) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Lower.of(bytes[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
