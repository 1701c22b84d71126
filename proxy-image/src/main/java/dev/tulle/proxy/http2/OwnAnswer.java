package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.GrpcStatus;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// An answer that the proxy makes: names itself in `x-tulle-error` and says one sentence. A call of
/// gRPC gets it as the status of the call, without a body (Trailers-Only).
final class OwnAnswer {
    static final AsciiString HEAD = AsciiString.cached("HEAD");
    private static final AsciiString ERROR = AsciiString.cached("x-tulle-error");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TEXT = AsciiString.cached("text/plain; charset=utf-8");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
    private static final int OK = 200;
    private static final String HEXADECIMAL = "0123456789ABCDEF";

    private OwnAnswer() {}

    static ByteBuf body(Verdict.Answer own) {
        return Unpooled.copiedBuffer(own.sentence() + "\n", StandardCharsets.UTF_8);
    }

    static HeaderList head(Verdict.Answer own, int length) {
        HeaderList list = new HeaderList();
        list.status(Statuses.text(own.error().status()));
        list.append(ERROR, AsciiString.of(own.error().word()));
        list.append(CONTENT_TYPE, TEXT);
        list.append(CONTENT_LENGTH, AsciiString.of(Integer.toString(length)));
        return list;
    }

    static HeaderList toCall(Verdict.Answer own) {
        HeaderList list = new HeaderList();
        list.status(Statuses.text(OK));
        list.append(CONTENT_TYPE, GRPC);
        list.append(GrpcStatus.FIELD, Statuses.text(GrpcStatus.ofHttp(own.error().status())));
        list.append(GRPC_MESSAGE, percentEncoded(own.sentence()));
        list.append(ERROR, AsciiString.of(own.error().word()));
        return list;
    }

    /// As grpc/grpc doc/PROTOCOL-HTTP2.md wants it: all but visible ASCII without `%`.
    private static AsciiString percentEncoded(String sentence) {
        StringBuilder encoded = new StringBuilder(sentence.length());
        for (byte b : sentence.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(HEXADECIMAL.charAt(b >> 4 & 0xf))
                        .append(HEXADECIMAL.charAt(b & 0xf));
            }
        }
        return AsciiString.of(encoded);
    }
}
