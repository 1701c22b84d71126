package dev.tulle.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that writes bytes and reads HTTP/1 answers, on a plain socket.
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    TestClient(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// What a connection brings on which nothing is sent; a reset may come as early as it likes.
    static String silence(InetSocketAddress address) {
        try (TestClient client = new TestClient(address)) {
            return client.rest();
        } catch (IOException reset) {
            return "<" + reset.getMessage() + ">";
        }
    }

    TestClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    TestClient get(String path) throws IOException {
        return send("GET", path);
    }

    /// A request without a body.
    TestClient send(String method, String path, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: echo\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    TestClient endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Head of the next answer and so many bytes behind it.
    String answer(int bytes) throws IOException {
        return head() + read(bytes);
    }

    /// Head and body of the next answer.
    String answer() throws IOException {
        String text = head();
        if (text.endsWith("<end>")) {
            return text;
        }
        if (text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return text + chunks();
        }
        byte[] body = in.readNBytes(TestApplication.length(text));
        return text + new String(body, StandardCharsets.ISO_8859_1);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return head + "<end>";
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return body + "<end>";
                }
                line.append((char) b);
            }
            int size = Integer.parseInt(line.toString().trim(), 16);
            byte[] chunk = in.readNBytes(size + 2);
            if (size == 0) {
                return body.toString();
            }
            body.append(new String(chunk, 0, size, StandardCharsets.ISO_8859_1));
        }
    }

    String read(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// Everything up to the end of the connection; a reset is an end too.
    String rest() {
        StringBuilder text = new StringBuilder();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
        } catch (IOException reset) {
            return text + "<" + reset.getMessage() + ">";
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
