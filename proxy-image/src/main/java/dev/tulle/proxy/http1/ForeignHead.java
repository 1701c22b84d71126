package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResponseHead;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;

/// Heads of engines that keep no bytes of HTTP/1, as if they had been read here: host first, and
/// chunked where the length is not known. Other engines refuse what would break a line, so nothing
/// is escaped.
final class ForeignHead {
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString HTTP_1_1 = AsciiString.cached(" HTTP/1.1\r\n");
    private static final AsciiString CONNECTION = AsciiString.cached("connection");
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final String ZERO = "0";

    private ForeignHead() {}

    /// Fills an empty block.
    static void into(HeadBlock block, Head head, More more) {
        switch (head) {
            case RequestHead request -> request(block, request, more);
            case ResponseHead response -> response(block, response);
        }
    }

    private static void request(HeadBlock block, RequestHead head, More more) {
        block.append(head.method());
        int methodEnd = block.filled();
        block.append(" ");
        block.append(head.target());
        int targetEnd = block.filled();
        block.append(HTTP_1_1);
        block.requestLine(0, methodEnd, targetEnd, 1, block.filled());
        fields(block, head.fields());
        upgrade(block);
        boolean length = block.has(KnownField.CONTENT_LENGTH);
        if (more == More.FOLLOWS && !length) {
            block.appendField(TRANSFER_ENCODING, CHUNKED);
        } else if (more == More.END && !length && mayHaveBody(head.method())) {
            block.appendField(CONTENT_LENGTH, ZERO);
        }
    }

    /// RFC 9110 section 8.6: without it a server might wait for a body.
    private static boolean mayHaveBody(AsciiString method) {
        return switch (method.toString()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    private static void response(HeadBlock block, ResponseHead head) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(head.status());
        block.append("HTTP/1.1 ");
        block.append(status.codeAsText());
        block.append(" ");
        block.append(status.reasonPhrase());
        block.append("\r\n");
        block.statusLine(0, head.status(), 1, block.filled());
        fields(block, head.fields());
        upgrade(block);
    }

    /// Other engines say no more than that there is one.
    private static void upgrade(HeadBlock block) {
        if (block.has(KnownField.UPGRADE)) {
            block.appendField(CONNECTION, UPGRADE);
        }
    }

    static void trailers(HeadBlock block, Fields fields) {
        fields(block, fields);
    }

    private static void fields(HeadBlock block, Fields fields) {
        fields.forEach(block::appendField);
    }
}
