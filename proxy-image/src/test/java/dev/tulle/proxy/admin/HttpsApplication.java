package dev.tulle.proxy.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// Answers one HTTPS request with a status.
final class HttpsApplication implements AutoCloseable {
    private final SSLServerSocket socket;
    private final CompletableFuture<String> requestLine = new CompletableFuture<>();

    HttpsApplication(SSLContext tls, int status) throws IOException {
        socket =
                (SSLServerSocket)
                        tls.getServerSocketFactory()
                                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(status));
    }

    private void serve(int status) {
        try (Socket client = socket.accept();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.US_ASCII))) {
            requestLine.complete(String.valueOf(in.readLine()));
            String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            requestLine.complete(String.valueOf(in.readLine()));
        } catch (IOException e) {
            requestLine.completeExceptionally(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String requestLine() throws Exception {
        return requestLine.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
