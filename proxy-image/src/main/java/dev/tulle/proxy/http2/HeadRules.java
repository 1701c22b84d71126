package dev.tulle.proxy.http2;

import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.streamError;

import dev.tulle.proxy.exchange.ConnectTarget;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// RFC 9113 section 8.3: what a request, a response and trailers must have, each pseudo-header
/// field exactly once. A breach resets the stream.
final class HeadRules {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString H2C = AsciiString.cached("h2c");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString ZERO = AsciiString.cached("0");
    private static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
    private static final AsciiString ASTERISK = AsciiString.cached("*");
    private static final AsciiString HOST = Http2Fields.HOST;
    private static final int LONGEST_METHOD = 20;
    private static final AsciiString[] NO_TRAILERS = {
        CONTENT_LENGTH, HOST, AsciiString.cached("authorization"), AsciiString.cached("trailer"),
    };
    private static final AsciiString OURS = AsciiString.cached("x-tulle-");

    private HeadRules() {}

    static void checkRequest(int stream, HeaderList list) throws Http2Exception {
        AsciiString method = list.method();
        AsciiString protocol = list.protocol();
        boolean connect = isConnect(list);
        if (connect && protocol == null) {
            checkConnect(stream, list);
            return;
        }
        AsciiString path = list.path();
        if (method == null || path == null || list.scheme() == null || list.status() != null) {
            throw malformed(stream, "not the pseudo-header fields of a request");
        }
        if (method.length() > LONGEST_METHOD || !FieldRules.isToken(method)) {
            throw malformed(stream, "a method that is none");
        }
        if (protocol != null && !(connect && isUpgrade(protocol))) {
            throw malformed(stream, "a :protocol that is none, or without CONNECT");
        }
        boolean asterisk = OPTIONS.equals(method) && ASTERISK.equals(path);
        if (!FieldRules.isTarget(path) || (path.byteAt(0) != '/' && !asterisk)) {
            throw malformed(stream, "a path that is none");
        }
        authority(stream, list);
    }

    /// Section 8.5: nothing but a host with a port.
    private static void checkConnect(int stream, HeaderList list) throws Http2Exception {
        if (list.path() != null || list.scheme() != null || list.status() != null) {
            throw malformed(stream, "not the pseudo-header fields of CONNECT");
        }
        authority(stream, list);
        AsciiString authority = list.authority();
        if (authority == null || !ConnectTarget.isOne(authority)) {
            throw malformed(stream, "CONNECT to what is no host with a port");
        }
    }

    /// A version of HTTP is spoken from the first byte on or not at all.
    private static boolean isUpgrade(AsciiString protocol) {
        return FieldRules.isProtocol(protocol) && !H2C.contentEqualsIgnoreCase(protocol);
    }

    static boolean isConnect(HeaderList list) {
        return CONNECT.equals(list.method());
    }

    /// Host may stand for `:authority`, and may not contradict it.
    private static void authority(int stream, HeaderList list) throws Http2Exception {
        int at = list.find(HOST, 0);
        AsciiString authority = list.authority();
        if (at >= 0) {
            AsciiString host = AsciiString.of(list.value(at));
            if (list.find(HOST, at + 1) >= 0
                    || (authority != null && !authority.contentEqualsIgnoreCase(host))) {
                throw malformed(stream, "host fields that differ, or differ from :authority");
            }
            list.removeAt(at);
            if (authority == null) {
                list.authority(host);
                authority = host;
            }
        }
        if (authority == null || !FieldRules.isAuthority(authority)) {
            throw malformed(stream, "an authority that is none");
        }
    }

    /// The status of a response.
    static int checkResponse(int stream, HeaderList list) throws Http2Exception {
        AsciiString status = list.status();
        int code = status == null || status.length() != 3 ? 0 : number(status);
        if (code < 100 || code == 101 || list.method() != null || list.path() != null) {
            throw malformed(stream, "not the pseudo-header fields of a response");
        }
        return code;
    }

    /// Whether the head of an answer says that a body follows.
    static boolean promisesBody(HeaderList list) {
        int at = list.find(CONTENT_LENGTH, 0);
        return at >= 0 && !ZERO.contentEquals(list.value(at));
    }

    /// What the answer that opens a tunnel says of its length means nothing.
    static void tunnel(HeaderList list) {
        list.remove(CONTENT_LENGTH);
    }

    private static int number(@Nullable AsciiString status) {
        int code = 0;
        for (int i = 0; status != null && i < status.length(); i++) {
            int digit = status.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code;
    }

    /// Takes away what has no place behind a body.
    static Http2Fields trailers(int stream, HeaderList list) throws Http2Exception {
        if (list.hasPseudo()) {
            throw malformed(stream, "a pseudo-header field in trailers");
        }
        Http2Fields fields = new Http2Fields(list);
        for (AsciiString name : NO_TRAILERS) {
            fields.remove(name);
        }
        fields.removeStartingWith(OURS);
        return fields;
    }

    static Http2Exception malformed(int stream, String sentence) {
        return streamError(stream, PROTOCOL_ERROR, sentence);
    }
}
