package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.proxy.rig.ClosedPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TunnelLoopbackTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LIVE = 0;

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void letsAServerSpeakFirst() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            say(server, "220 mail");

            assertThat(hear(client, 8)).isEqualTo("220 mail");
        }
    }

    @Test
    void letsAServerAnswerAClientThatHalfCloses() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            say(client, "question");
            client.shutdownOutput();

            assertThat(hear(server, 100)).as("all until FIN").isEqualTo("question");
            say(server, "answer");
            server.shutdownOutput();
            assertThat(hear(client, 100)).as("all until FIN").isEqualTo("answer");
        }
    }

    @Test
    void letsAClientGoOnWhenTheServerHalfCloses() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            say(server, "bye");
            server.shutdownOutput();

            assertThat(hear(client, 100)).isEqualTo("bye");
            say(client, "late");
            client.shutdownOutput();
            assertThat(hear(server, 100)).isEqualTo("late");
        }
    }

    @Test
    void passesAResetOfTheClientOn() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            say(client, "x");
            assertThat(hear(server, 1)).isEqualTo("x");

            reset(client);

            assertThatThrownBy(() -> server.getInputStream().read())
                    .as("the application sees a reset, not an end")
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void passesAResetOfTheServerOn() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            say(server, "x");
            assertThat(hear(client, 1)).isEqualTo("x");

            reset(server);

            assertThatThrownBy(() -> client.getInputStream().read())
                    .as("the client sees a reset, not an end")
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void carriesConnectionsOneAfterTheOtherByOneHandshake() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE)) {
            for (int i = 0; i < 5; i++) {
                try (Socket client = rig.connect();
                        Socket server = rig.accept()) {
                    say(client, "ping");
                    client.shutdownOutput();
                    assertThat(hear(server, 100)).isEqualTo("ping");
                    say(server, "pong");
                    server.shutdownOutput();
                    assertThat(hear(client, 100)).isEqualTo("pong");
                }
            }

            assertThat(rig.meshConnections.get()).isEqualTo(1);
        }
    }

    @Test
    void losesAndDoublesNothingWhenAnEndpointIsUnreachable() throws Exception {
        try (TunnelRig rig = new TunnelRig(ClosedPort.number(), ClosedPort.number(), LIVE);
                Socket client = rig.connect()) {
            say(client, "first ");
            say(client, "second");
            client.shutdownOutput();

            try (Socket server = rig.accept()) {
                assertThat(hear(server, 100)).isEqualTo("first second");
            }
            assertThat(rig.meshConnections.get()).as("endpoints tried").isEqualTo(3);
        }
    }

    @Test
    void resetsTheClientWhenNoEndpointIsReachable() throws Exception {
        try (TunnelRig rig = new TunnelRig(ClosedPort.number());
                Socket client = rig.connect()) {
            say(client, "x");

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void carriesMuchBothWaysAtOnce() throws Exception {
        int length = 32 * MEBIBYTE;
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            CompletableFuture<Long> there = inBackground(() -> drain(server));
            CompletableFuture<Long> back = inBackground(() -> drain(client));
            CompletableFuture<Long> sentBack = inBackground(() -> pour(server, 2, length));
            long sentThere = pour(client, 1, length);

            assertThat(there.get(60, TimeUnit.SECONDS)).isEqualTo(sentThere);
            assertThat(back.get(60, TimeUnit.SECONDS))
                    .isEqualTo(sentBack.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void makesAFastSenderWaitForASlowReader() throws Exception {
        try (TunnelRig rig = new TunnelRig(LIVE);
                Socket client = rig.connect();
                Socket server = rig.accept()) {
            CompletableFuture<Long> sent = inBackground(() -> pour(client, 3, 256 * MEBIBYTE));

            assertThat(sent.completeOnTimeout(-1L, 2, TimeUnit.SECONDS).get())
                    .as("nobody reads: kernel and proxy buffers end long before 256 MiB")
                    .isEqualTo(-1L);
            assertThat(server.isConnected()).isTrue();
        }
    }

    /// Blocking work gets a thread of its own: the common pool has one where there are two cores.
    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    private static long pour(Socket socket, int seed, int length) {
        CRC32 sum = new CRC32();
        Random random = new Random(seed);
        byte[] chunk = new byte[50_000];
        random.nextBytes(chunk);
        try {
            OutputStream out = socket.getOutputStream();
            for (int sent = 0; sent < length; ) {
                int part = Math.min(1 + random.nextInt(chunk.length), length - sent);
                out.write(chunk, 0, part);
                sum.update(chunk, 0, part);
                sent += part;
            }
            socket.shutdownOutput();
            return sum.getValue();
        } catch (IOException e) {
            throw new IllegalStateException("sending", e);
        }
    }

    private static long drain(Socket socket) {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sum.update(chunk, 0, n);
            }
            return sum.getValue();
        } catch (IOException e) {
            throw new IllegalStateException("receiving", e);
        }
    }
}
