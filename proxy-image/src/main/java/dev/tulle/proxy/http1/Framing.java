package dev.tulle.proxy.http1;

import io.netty.util.AsciiString;

/// Where a message ends, by RFC 9112 section 6.3 with every ambiguity refused: a length of 0 or
/// more, or one of the constants.
final class Framing {
    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
    private static final AsciiString CHUNKED_CODING = AsciiString.cached("chunked");
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    static long ofRequest(HeadBlock head) throws MalformedException {
        long framing = declared(head);
        if (framing == CHUNKED && head.minorVersion() == 0) {
            throw MalformedException.badRequest("Transfer-Encoding in HTTP/1.0");
        }
        return framing == UNTIL_CLOSE ? 0 : framing;
    }

    /// `bodiless`: the answer to HEAD, whose length says what GET would have brought.
    static long ofResponse(HeadBlock head, BodyRule rule) throws MalformedException {
        if (isBare(head)) {
            return 0;
        }
        long framing = declared(head);
        return rule == BodyRule.NEVER || head.status() == 304 ? 0 : framing;
    }

    /// Of an answer that has neither a body nor a length, whatever it says (RFC 9110 section 8.6).
    static boolean isBare(HeadBlock head) {
        int status = head.status();
        return (status >= 100 && status < 200) || status == 204;
    }

    /// Whether the request that a response answers lets it have a body.
    enum BodyRule {
        ALLOWED,
        NEVER;

        private static final AsciiString HEAD = AsciiString.cached("HEAD");

        static BodyRule of(AsciiString method) {
            return HEAD.contentEquals(method) ? NEVER : ALLOWED;
        }
    }

    private static long declared(HeadBlock head) throws MalformedException {
        long length = UNTIL_CLOSE;
        boolean chunked = false;
        for (int i = 0; i < head.count(); i++) {
            KnownField known = head.known(i);
            if (known == KnownField.CONTENT_LENGTH) {
                long value = length(head.value(i));
                if (length != UNTIL_CLOSE && length != value) {
                    throw MalformedException.badRequest("two Content-Length that differ");
                }
                if (length == value) {
                    head.removeAt(i);
                } else {
                    head.restate(i, CONTENT_LENGTH);
                }
                length = value;
            } else if (known == KnownField.TRANSFER_ENCODING) {
                if (chunked) {
                    throw MalformedException.badRequest("two Transfer-Encoding");
                }
                checkChunked(head.value(i));
                head.restate(i, TRANSFER_ENCODING);
                chunked = true;
            }
        }
        if (chunked && length != UNTIL_CLOSE) {
            throw MalformedException.badRequest("Transfer-Encoding with Content-Length");
        }
        return chunked ? CHUNKED : length;
    }

    private static long length(AsciiString value) throws MalformedException {
        if (value.isEmpty() || value.length() > MOST_DIGITS) {
            throw MalformedException.badRequest("a Content-Length that is no length");
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw MalformedException.badRequest("a Content-Length that is no length");
            }
            length = length * 10 + digit;
        }
        return length;
    }

    /// Chunked must be the last coding and stand there once, without parameters (section 7.1).
    private static void checkChunked(AsciiString value) throws MalformedException {
        boolean chunked = false;
        int at = 0;
        while (at <= value.length()) {
            int comma = value.indexOf(',', at);
            int end = comma < 0 ? value.length() : comma;
            AsciiString coding = Grammar.trimmed(value, at, end);
            if (coding.isEmpty() || chunked) {
                throw badCoding();
            }
            for (int i = 0; i < coding.length(); i++) {
                if (!Grammar.isToken(coding.byteAt(i))) {
                    throw badCoding();
                }
            }
            chunked = CHUNKED_CODING.contentEqualsIgnoreCase(coding);
            at = end + 1;
        }
        if (!chunked) {
            throw badCoding();
        }
    }

    private static MalformedException badCoding() {
        return MalformedException.badRequest(
                "a Transfer-Encoding that does not end in one plain chunked");
    }
}
