package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.GrpcStatus;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.HeaderSteps;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An answer that the proxy makes: one that fails a request names itself in `x-tulle-error` and
/// says one sentence, one that a rule gives looks like any other. A call of gRPC gets a failure as
/// the status of the call, without a body (Trailers-Only).
record OwnAnswer(HeaderList head, @Nullable ByteBuf body) {
    private static final AsciiString HEAD = AsciiString.cached("HEAD");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TEXT = AsciiString.cached("text/plain; charset=utf-8");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
    private static final int TRAILERS = 3;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final String HEXADECIMAL = "0123456789ABCDEF";

    /// Tells the exchange what it is answered with.
    static OwnAnswer of(Verdict.Own own, Exchange exchange, long nowNanos) {
        return switch (own) {
            case Verdict.Answer failed -> failure(failed, exchange, nowNanos);
            case Verdict.Given given -> given(given, exchange, nowNanos);
        };
    }

    private static OwnAnswer failure(Verdict.Answer own, Exchange exchange, long nowNanos) {
        int status = own.error().status();
        exchange.failed(own.error());
        exchange.answered(status, nowNanos);
        if (exchange.isCall()) {
            exchange.grpcAnswered(GrpcStatus.ofHttp(status));
            return new OwnAnswer(toCall(own), null);
        }
        byte[] sentence = (own.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
        HeaderList list = new HeaderList();
        list.status(Statuses.text(status));
        list.append(ProxyError.FIELD, AsciiString.of(own.error().word()));
        list.append(CONTENT_TYPE, TEXT);
        list.append(CONTENT_LENGTH, AsciiString.of(Integer.toString(sentence.length)));
        return new OwnAnswer(list, wantsBody(exchange) ? Unpooled.wrappedBuffer(sentence) : null);
    }

    private static OwnAnswer given(Verdict.Given own, Exchange exchange, long nowNanos) {
        exchange.answered(own.status(), nowNanos);
        HeaderList list = new HeaderList();
        list.status(Statuses.text(own.status()));
        for (HeaderSteps.Put field : own.fields()) {
            list.append(field.name(), field.value());
        }
        AsciiString body = own.body();
        if (own.status() != NO_CONTENT && own.status() != NOT_MODIFIED) {
            list.append(CONTENT_LENGTH, AsciiString.of(Integer.toString(body.length())));
        }
        return new OwnAnswer(
                list,
                body.isEmpty() || !wantsBody(exchange)
                        ? null
                        : Unpooled.wrappedBuffer(body.array(), body.arrayOffset(), body.length()));
    }

    /// Whether a call of gRPC can be told that its endpoint went away: the client has the head, and
    /// takes a reset for an INTERNAL error of the application (grpc/grpc doc/PROTOCOL-HTTP2.md).
    static boolean endsCall(Exchange exchange, ResetReason reason) {
        return reason == ResetReason.SENDER_GONE && exchange.isCall() && exchange.status() != 0;
    }

    /// The trailers that say so.
    static HeaderList unavailable(Exchange exchange) {
        exchange.grpcAnswered(GrpcStatus.UNAVAILABLE);
        HeaderList list = new HeaderList(TRAILERS);
        callFailed(
                list,
                GrpcStatus.UNAVAILABLE,
                "the endpoint went away in the midst of the answer",
                ProxyError.RESET);
        return list;
    }

    private static void callFailed(HeaderList list, int code, String sentence, ProxyError error) {
        list.append(GrpcStatus.FIELD, Statuses.text(code));
        list.append(GRPC_MESSAGE, percentEncoded(sentence));
        list.append(ProxyError.FIELD, AsciiString.of(error.word()));
    }

    private static boolean wantsBody(Exchange exchange) {
        return !HEAD.equals(exchange.request().method());
    }

    private static HeaderList toCall(Verdict.Answer own) {
        HeaderList list = new HeaderList();
        list.status(Statuses.text(OK));
        list.append(CONTENT_TYPE, GRPC);
        callFailed(list, GrpcStatus.ofHttp(own.error().status()), own.sentence(), own.error());
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
