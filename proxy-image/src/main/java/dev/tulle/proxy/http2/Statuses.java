package dev.tulle.proxy.http2;

import io.netty.util.AsciiString;

/// Values of `:status`, made once.
final class Statuses {
    private static final AsciiString[] TEXTS = texts();

    private Statuses() {}

    static AsciiString text(int status) {
        return status < TEXTS.length ? TEXTS[status] : AsciiString.of(Integer.toString(status));
    }

    private static AsciiString[] texts() {
        AsciiString[] texts = new AsciiString[600];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = AsciiString.cached(Integer.toString(i));
        }
        return texts;
    }
}
