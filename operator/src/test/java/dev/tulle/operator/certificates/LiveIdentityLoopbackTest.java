package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real handshakes of the JDK, TLS 1.3, both sides authenticated.
class LiveIdentityLoopbackTest {
    private static final int PATIENCE = 5_000;

    private final Authority authority = Mints.authority(1);
    private final LiveIdentity server = identity();
    private final List<PeerVerdict.Refusal> refusals = new CopyOnWriteArrayList<>();
    private final ExecutorService accepting = Executors.newCachedThreadPool();
    private final SSLServerSocket socket;

    LiveIdentityLoopbackTest() throws GeneralSecurityException, IOException {
        socket = listen();
    }

    @BeforeEach
    void patience() throws IOException {
        socket.setSoTimeout(PATIENCE);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        accepting.close();
    }

    @Test
    void newConnectionsGetTheNewLeafAndOpenOnesStay() throws Exception {
        ServingMaterial first = material(authority, Mints.bundle(authority));
        server.swap(first);

        try (Pair before = connect(clientOf(authority))) {
            ServingMaterial second = material(authority, Mints.bundle(authority));
            server.swap(second);
            try (Pair after = connect(clientOf(authority))) {
                assertThat(after.seenByClient()).isEqualTo(second.serial());
            }
            assertThat(before.seenByClient()).isEqualTo(first.serial());
            assertThat(before.echo('x')).as("the open connection works on").isEqualTo('x');
        }
    }

    @Test
    void whoIsNotInTheBundleIsRefusedAndMayComeOnceItIs() throws Exception {
        Authority next = Mints.authority(2);
        server.swap(material(authority, Mints.bundle(authority)));
        LiveIdentity stranger = identity();
        stranger.swap(material(next, Mints.bundle(authority)));

        assertThatThrownBy(() -> connect(stranger)).isInstanceOf(Exception.class);
        assertThat(refusals).as("told").containsExactly(PeerVerdict.Refusal.UNKNOWN_CA);
        server.swap(material(authority, Mints.bundle(authority, next)));

        try (Pair pair = connect(stranger)) {
            assertThat(PeerVerifier.idOf(pair.seenByServer()))
                    .isEqualTo(SpiffeId.workload(Mints.DOMAIN, "shop", "web"));
        }
    }

    @Test
    void beforeTheFirstMaterialEveryHandshakeFails() {
        assertThatThrownBy(() -> connect(clientOf(authority))).isInstanceOf(Exception.class);
    }

    private record Pair(SSLSocket client, SSLSocket server) implements AutoCloseable {
        String seenByClient() throws SSLException {
            return Serial.of((X509Certificate) client.getSession().getPeerCertificates()[0]);
        }

        X509Certificate seenByServer() throws SSLException {
            return (X509Certificate) server.getSession().getPeerCertificates()[0];
        }

        int echo(int octet) throws IOException {
            client.getOutputStream().write(octet);
            return server.getInputStream().read();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    private Pair connect(LiveIdentity client) throws Exception {
        Future<SSLSocket> accepted =
                accepting.submit(() -> {
                    SSLSocket peer = (SSLSocket) socket.accept();
                    peer.setSoTimeout(PATIENCE);
                    peer.startHandshake();
                    peer.getOutputStream().write('!');
                    return peer;
                });
        SSLSocket connection =
                (SSLSocket)
                        context(client)
                                .getSocketFactory()
                                .createSocket(socket.getInetAddress(), socket.getLocalPort());
        connection.setSoTimeout(PATIENCE);
        connection.startHandshake();
        assertThat(connection.getInputStream().read())
                .as("in TLS 1.3 the client hears of a refusal with the first bytes")
                .isEqualTo('!');
        return new Pair(connection, accepted.get());
    }

    private SSLServerSocket listen() throws GeneralSecurityException, IOException {
        SSLServerSocket listening =
                (SSLServerSocket)
                        context(server)
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
        listening.setEnabledProtocols(new String[] {"TLSv1.3"});
        return listening;
    }

    private SSLContext context(LiveIdentity identity) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {identity.keyManager()},
                new TrustManager[] {
                    identity.trustManager(refused -> refusals.add(refused.refusal()))
                },
                new SecureRandom());
        return context;
    }

    private static LiveIdentity clientOf(Authority authority) {
        LiveIdentity client = identity();
        client.swap(material(authority, Mints.bundle(authority)));
        return client;
    }

    private static LiveIdentity identity() {
        return new LiveIdentity(new PeerVerifier(InstantSource.fixed(Mints.NOW)));
    }

    private static ServingMaterial material(Authority authority, TrustBundle bundle) {
        Leaf leaf = Mints.leaf(authority);
        return new ServingMaterial(leaf.chain(), leaf.key(), bundle);
    }
}
