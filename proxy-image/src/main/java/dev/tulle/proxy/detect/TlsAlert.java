package dev.tulle.proxy.detect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// The answer to a ClientHello with a name like ours that we do not know: the fatal alert
/// `no_application_protocol` (RFC 7301, 3.2) in a record of its own. The TLS library would go on
/// without a name instead.
public final class TlsAlert {
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    private TlsAlert() {}

    public static ByteBuf noApplicationProtocol() {
        return Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL);
    }
}
