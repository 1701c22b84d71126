package dev.tulle.proxy;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import java.io.IOException;

/// Applications of HTTP/2 that grant tunnels.
final class Tunnels {
    static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final String GOODBYE = "<bye>";

    private Tunnels() {}

    /// Grants every CONNECT, sends back what comes and says goodbye when the client has ended.
    static Http2Application echoing() throws IOException {
        return Http2Application.scripted(
                Tunnels::echo, Http2Wire.setting(ENABLE_CONNECT_PROTOCOL, 1));
    }

    private static void echo(Http2Application application, Http2Wire wire) throws IOException {
        while (true) {
            Frame frame = wire.next();
            switch (frame.type()) {
                case Http2Wire.HEADERS -> {
                    application.requests.add(wire.message(frame.stream()));
                    wire.headers(frame.stream(), 0, ":status", "200");
                    goodbye(wire, frame);
                }
                case Http2Wire.DATA -> {
                    wire.send(Http2Wire.DATA, 0, frame.stream(), frame.bytes());
                    goodbye(wire, frame);
                }
                case Http2Wire.RST_STREAM -> application.resets.add(frame.error());
                default -> {}
            }
        }
    }

    private static void goodbye(Http2Wire wire, Frame frame) throws IOException {
        if (frame.ends()) {
            wire.data(frame.stream(), Http2Wire.END_STREAM, GOODBYE);
        }
    }
}
