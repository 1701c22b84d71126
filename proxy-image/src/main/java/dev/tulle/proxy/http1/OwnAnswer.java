package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.HeaderSteps;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/// An answer that the proxy makes: names itself in `x-tulle-error` and says one sentence.
final class OwnAnswer {
    private static final int HEAD_ROOM = 256;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private OwnAnswer() {}

    /// An answer that a rule gives.
    static void write(
            MessageWriter out,
            Verdict.Given given,
            Connection.Persistence persistence,
            Framing.BodyRule rule) {
        int size = HEAD_ROOM + given.body().length();
        for (HeaderSteps.Put field : given.fields()) {
            size += field.name().length() + field.value().length() + 4;
        }
        ByteBuf buffer = out.room(size);
        String reason = HttpResponseStatus.valueOf(given.status()).reasonPhrase();
        ByteBufUtil.writeAscii(buffer, "HTTP/1.1 " + given.status() + " " + reason + "\r\n");
        for (HeaderSteps.Put field : given.fields()) {
            HeadBlock.writeField(buffer, field.name(), field.value());
        }
        if (persistence == Connection.Persistence.CLOSES) {
            ByteBufUtil.writeAscii(buffer, "connection: close\r\n");
        }
        if (given.status() != NO_CONTENT && given.status() != NOT_MODIFIED) {
            ByteBufUtil.writeAscii(buffer, "content-length: " + given.body().length() + "\r\n");
        }
        buffer.writeShort('\r' << 8 | '\n');
        if (rule == Framing.BodyRule.ALLOWED) {
            ByteBufUtil.copy(given.body(), buffer);
        }
    }

    static void write(
            MessageWriter out,
            ProxyError error,
            int status,
            String sentence,
            Connection.Persistence persistence,
            Framing.BodyRule rule) {
        boolean closes = persistence == Connection.Persistence.CLOSES;
        String body = sentence + "\n";
        int length = ByteBufUtil.utf8Bytes(body);
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + HttpResponseStatus.valueOf(status).reasonPhrase()
                        + "\r\nx-tulle-error: "
                        + error.word()
                        + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
                        + length
                        + (closes ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n");
        ByteBuf buffer = out.room(HEAD_ROOM + length);
        ByteBufUtil.writeAscii(buffer, head);
        if (rule == Framing.BodyRule.ALLOWED) {
            ByteBufUtil.writeUtf8(buffer, body);
        }
    }
}
