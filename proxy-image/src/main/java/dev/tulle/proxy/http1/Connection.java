package dev.tulle.proxy.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The fields that hold for one connection only (RFC 9110 section 7.6.1): reads whether it stays
/// open and takes them off the head. A sender cannot make the proxy drop what identity, framing or
/// tracing need by naming it in Connection.
final class Connection {
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString[] KEPT = {
        AsciiString.cached("authorization"),
        AsciiString.cached("cookie"),
        AsciiString.cached("traceparent"),
        AsciiString.cached("x-tulle-client-id"),
        AsciiString.cached("host"),
        AsciiString.cached("content-length"),
        AsciiString.cached("transfer-encoding"),
    };

    private Connection() {}

    /// Whether the sender will use the connection again.
    enum Persistence {
        STAYS,
        CLOSES
    }

    static Persistence clean(HeadBlock head) {
        Persistence persistence = head.minorVersion() == 0 ? Persistence.CLOSES : Persistence.STAYS;
        for (int i = 0; i < head.count(); i++) {
            KnownField known = head.known(i);
            if (known == null) {
                continue;
            }
            switch (known) {
                case CONNECTION -> {
                    persistence = options(head, head.value(i), persistence);
                    head.removeAt(i);
                }
                case KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS -> head.removeAt(i);
                case TE -> {
                    if (!TRAILERS.contentEqualsIgnoreCase(head.value(i))) {
                        head.removeAt(i);
                    }
                }
                case CONTENT_LENGTH, TRANSFER_ENCODING -> {
                    if (Framing.isBare(head)) {
                        head.removeAt(i);
                    }
                }
                case HOST, EXPECT, AUTHORIZATION, PROXY_AUTHORIZATION -> {}
            }
        }
        return persistence;
    }

    private static Persistence options(HeadBlock head, AsciiString value, Persistence before) {
        Persistence persistence = before;
        int at = 0;
        while (at <= value.length()) {
            int comma = value.indexOf(',', at);
            int end = comma < 0 ? value.length() : comma;
            AsciiString option = Grammar.trimmed(value, at, end);
            if (CLOSE.contentEqualsIgnoreCase(option)) {
                persistence = Persistence.CLOSES;
            } else if (KEEP_ALIVE.contentEqualsIgnoreCase(option)) {
                persistence = Persistence.STAYS;
            } else if (!option.isEmpty() && kept(option) == null) {
                head.remove(option.toLowerCase());
            }
            at = end + 1;
        }
        return persistence;
    }

    private static @Nullable AsciiString kept(AsciiString option) {
        for (AsciiString name : KEPT) {
            if (name.contentEqualsIgnoreCase(option)) {
                return name;
            }
        }
        return null;
    }
}
