package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.ConnectTarget;
import io.netty.util.AsciiString;

/// RFC 9110 section 9.3.6: CONNECT names a host with a port, and has no content, for what follows
/// it is the tunnel's.
final class ConnectRule {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");

    private ConnectRule() {}

    static boolean is(HeadBlock head) {
        return CONNECT.contentEquals(head.method());
    }

    static void check(HeadBlock head, long framing) throws MalformedException {
        AsciiString target = head.target();
        for (int i = 0; i < target.length(); i++) {
            if (!Grammar.isHost(target.byteAt(i))) {
                throw noTarget();
            }
        }
        if (!ConnectTarget.isOne(target)) {
            throw noTarget();
        }
        if (framing != 0) {
            throw MalformedException.badRequest("CONNECT with content");
        }
    }

    private static MalformedException noTarget() {
        return MalformedException.badRequest("CONNECT to what is no host with a port");
    }

    /// What the answer that opens the tunnel says of its length means nothing.
    static void accept(HeadBlock answer) {
        Connection.clean(answer);
        answer.remove(CONTENT_LENGTH);
        answer.remove(TRANSFER_ENCODING);
    }
}
