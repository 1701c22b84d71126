package dev.tulle.operator.apiserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP relay in front of the API server that can be cut: for whoever is behind it, the API server
/// is away, while the test still sees it.
public final class Relay implements AutoCloseable {

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean cut;

    /// @param apiServer its URL
    public Relay(String apiServer) throws IOException {
        URI url = URI.create(apiServer);
        this.target = new InetSocketAddress(url.getHost(), url.getPort());
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public String url() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /// How often somebody called while it was cut.
    public int refused() {
        return refused.get();
    }

    /// Ends every connection; new ones are closed at once.
    public void cut() {
        cut = true;
        open.forEach(Relay::end);
    }

    public void restore() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (cut) {
                    refused.incrementAndGet();
                    near.close();
                } else {
                    relay(near);
                }
            } catch (IOException e) {
                // The listener is closed, or one client gave up before it was served.
            }
        }
    }

    private void relay(Socket near) throws IOException {
        Socket far = new Socket(target.getAddress(), target.getPort());
        open.add(near);
        open.add(far);
        threads.execute(() -> copy(near, far));
        threads.execute(() -> copy(far, near));
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone; so is the other now.
        } finally {
            open.remove(from);
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }
}
