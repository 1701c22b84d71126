package dev.tulle.proxy.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A loopback port that refuses every connection for as long as this JVM runs: bound, so that the
/// kernel gives it to no other socket, and never listened on. A port that was only freed may be
/// given to the next listener, the very one under test.
public final class ClosedPort {
    private static final Socket BOUND = bound();

    private ClosedPort() {}

    public static int number() {
        return BOUND.getLocalPort();
    }

    private static Socket bound() {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("a port of the loopback address", e);
        }
        return socket;
    }
}
