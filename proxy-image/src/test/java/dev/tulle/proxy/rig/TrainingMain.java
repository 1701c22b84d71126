package dev.tulle.proxy.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The training run of the image, `TrainingMain PROGRAM CACHE`: starts a proxy, asks it what a
/// kubelet and a Prometheus ask, and stops it, whereupon it writes its cache. What the proxy does
/// with traffic it learns from its own warm-up.
final class TrainingMain {

    private TrainingMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path cache = Path.of(args[1]);
        // The process that assembles the cache inherits the options; a sidecar's sizes are too
        // small. Profiles of a second of warm-up only make the compilers start earlier.
        var variables =
                Map.of(
                        "TULLE_AOT",
                        "-XX:AOTCacheOutput=" + cache,
                        "TULLE_JAVA_OPTIONS",
                        "-XX:MaxMetaspaceSize=256m -XX:-AOTRecordTraining");
        try (var lone = new LoneProxy(Path.of(args[0]), variables)) {
            Process proxy = lone.ready();
            for (String page : List.of("/ready", "/live", "/metrics")) {
                get(15020, page);
            }
            get(15000, "/config");
            LoneProxy.stop(proxy);
        }
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the proxy has left no cache: its output is above");
        }
        System.exit(0);
    }

    private static void get(int port, String page) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET " + page + " HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IllegalStateException(page + " is expected to be 200: " + answer);
            }
        }
    }
}
