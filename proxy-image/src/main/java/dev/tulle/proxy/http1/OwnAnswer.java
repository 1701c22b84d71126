package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.ProxyError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/// An answer that the proxy makes: names itself in `x-tulle-error` and says one sentence.
final class OwnAnswer {
    private static final int HEAD_ROOM = 256;

    private OwnAnswer() {}

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
