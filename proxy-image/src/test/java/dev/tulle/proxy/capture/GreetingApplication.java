package dev.tulle.proxy.capture;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// An application on the port of its argument that answers a request with the head it got, and
/// greets a client that says nothing for half a second, as a mail server would.
final class GreetingApplication {
    private static final int SILENCE_MILLIS = 500;

    private GreetingApplication() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            System.out.println("listening on port " + server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(SILENCE_MILLIS);
            String answer = answer(socket.getInputStream());
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            System.err.println(gone.getMessage());
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                head.append((char) b);
            }
        } catch (SocketTimeoutException silent) {
            return "220 hello\r\n";
        }
        return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: "
                + head.length()
                + "\r\n\r\n"
                + head;
    }
}
