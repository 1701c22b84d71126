package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Ticker;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshTlsLoopbackTest {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
    private static final String DB = "spiffe://cluster.local/ns/shop/sa/db";

    private final TestAuthority authority = TestAuthority.of("cluster.local");
    private final TlsPair pair = new TlsPair();
    private final Failures failures = new Failures();
    private final List<MeshTls> opened = new ArrayList<>();
    private final BlockingQueue<MeshTlsHandler> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        opened.forEach(MeshTls::close);
        pair.close();
    }

    private static final class Failures implements TlsObserver {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final BlockingQueue<Direction> handshakes = new LinkedBlockingQueue<>();

        @Override
        public void handshake(Direction direction, long nanos) {
            handshakes.add(direction);
        }

        @Override
        public void failed(Direction direction, HandshakeFailure reason) {
            seen.add(direction + " " + reason.word());
        }

        @Override
        public void reloaded(Reload result) {}
    }

    /// Says a byte after the handshake, which comes behind any session ticket.
    private static final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1}));
            }
        }
    }

    private static final class Greeted extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<Void> greeted = new CompletableFuture<>();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
            greeted.complete(null);
        }
    }

    private MeshTls tls(IdentityMaterial material) throws Exception {
        MeshTls tls = new MeshTls(Clock.systemUTC(), Ticker.systemTicker(), pair.tasks(), failures);
        opened.add(tls);
        tls.use(material);
        return tls;
    }

    private Channel serve(MeshTls tls) {
        return pair.listen(() -> {
            MeshTlsHandler handler = tls.server(ByteBufAllocator.DEFAULT);
            accepted.add(handler);
            return new ChannelHandler[] {handler, new Greeting()};
        });
    }

    private MeshTlsHandler dial(Channel server, MeshTls tls, String... expected) {
        MeshTlsHandler handler =
                tls.client(
                        ByteBufAllocator.DEFAULT,
                        MeshProtocol.TCP,
                        "5432.db.shop.tulle",
                        Set.of(expected));
        pair.connect(server, handler);
        assertThat(handler.handshakeFuture().awaitUninterruptibly(5, TimeUnit.SECONDS))
                .as("handshake ends within 5 s")
                .isTrue();
        return handler;
    }

    private MeshTlsHandler accepted() throws Exception {
        MeshTlsHandler handler = accepted.poll(5, TimeUnit.SECONDS);
        assertThat(handler).as("a connection accepted within 5 s").isNotNull();
        assertThat(handler.handshakeFuture().awaitUninterruptibly(5, TimeUnit.SECONDS))
                .as("handshake ends within 5 s")
                .isTrue();
        return handler;
    }

    @Test
    void tellsBothSidesWhoThePeerIsAndWhatIsSpoken() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));

        MeshTlsHandler client = dial(server, tls(authority.identity(WEB)), DB);

        MeshTlsHandler called = accepted();
        assertThat(client.peerId()).contains(DB);
        assertThat(client.protocol()).contains(MeshProtocol.TCP);
        assertThat(called.peerId()).contains(WEB);
        assertThat(called.protocol()).contains(MeshProtocol.TCP);
        assertThat(client.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(client.engine().getSession().getCipherSuite())
                .isEqualTo("TLS_AES_128_GCM_SHA256");
        List<TlsObserver.Direction> observed = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            observed.add(Objects.requireNonNull(failures.handshakes.poll(5, TimeUnit.SECONDS)));
        }
        assertThat(observed)
                .containsExactlyInAnyOrder(
                        TlsObserver.Direction.INBOUND, TlsObserver.Direction.OUTBOUND);
    }

    @Test
    void refusesAServerOfAnotherIdentity() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));

        MeshTlsHandler client = dial(server, tls(authority.identity(WEB)), WEB);

        assertThat(client.handshakeFuture().isSuccess()).isFalse();
        assertThat(client.failure()).isEqualTo(HandshakeFailure.SPIFFE_ID);
        assertThat(client.refusal()).hasValueSatisfying(s -> assertThat(s).contains(DB, WEB));
        assertThat(client.peerId()).isEmpty();
    }

    @Test
    void refusesAClientOfAnotherAuthority() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));
        TestAuthority other = TestAuthority.of("cluster.local");

        dial(server, tls(other.identity(WEB, other.roots(1, authority))), DB);

        MeshTlsHandler called = accepted();
        assertThat(called.handshakeFuture().isSuccess()).isFalse();
        assertThat(called.failure()).isEqualTo(HandshakeFailure.UNKNOWN_CA);
        assertThat(failures.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("INBOUND unknown_ca");
    }

    @Test
    void refusesAnExpiredClientAndSaysBothTimes() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));
        TestAuthority.Leaf leaf =
                authority.leaf(WEB, Instant.now().minus(Duration.ofHours(2)), Duration.ofHours(1));

        dial(server, tls(IdentityMaterial.of(leaf.chain(), leaf.key(), authority.roots(1))), DB);

        MeshTlsHandler called = accepted();
        assertThat(called.failure()).isEqualTo(HandshakeFailure.EXPIRED);
        assertThat(called.refusal())
                .hasValueSatisfying(s -> assertThat(s).contains("our clock says"));
    }

    @Test
    void refusesAClientWithoutCertificate() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));

        foreign(server, foreignClient("tulle-tcp"));

        MeshTlsHandler called = accepted();
        assertThat(called.handshakeFuture().isSuccess()).isFalse();
        assertThat(called.peerId()).isEmpty();
    }

    @Test
    void refusesAnOlderTls() throws Exception {
        Channel server = serve(tls(authority.identity(DB)));
        IdentityMaterial web = authority.identity(WEB);
        SslContext context =
                foreignClient("tulle-tcp")
                        .protocols("TLSv1.2")
                        .keyManager(web.key(), web.chain().toArray(X509Certificate[]::new))
                        .build();

        foreign(server, context);

        assertThat(accepted().handshakeFuture().isSuccess()).isFalse();
    }

    @Test
    void agreesOnNothingWithAClientOfOtherNames() throws Exception {
        MeshTls db = tls(authority.identity(DB));
        Channel server = serve(db);
        IdentityMaterial web = authority.identity(WEB);
        SslContext context =
                foreignClient("h2")
                        .keyManager(web.key(), web.chain().toArray(X509Certificate[]::new))
                        .build();

        foreign(server, context);

        MeshTlsHandler called = accepted();
        assertThat(called.protocol()).isEmpty();
    }

    @Test
    void resumesNothing() throws Exception {
        MeshTls db = tls(authority.identity(DB));
        Channel server = serve(db);
        IdentityMaterial web = authority.identity(WEB);
        SslContext context =
                foreignClient("tulle-tcp")
                        .keyManager(web.key(), web.chain().toArray(X509Certificate[]::new))
                        .build();

        for (int i = 0; i < 3; i++) {
            foreign(server, context).get(5, TimeUnit.SECONDS);
            assertThat(accepted().peerId()).as("connection %d shows its chain", i).contains(WEB);
        }
    }

    @Test
    void givesDiscoveryAContextThatExpectsDiscovery() throws Exception {
        MeshTls web = tls(authority.identity(WEB));

        SslContext context = web.discoveryClient(DB);

        assertThat(web.discoveryClient(DB)).as("while nothing is swapped").isSameAs(context);
        web.use(authority.identity(WEB));
        assertThat(web.discoveryClient(DB)).as("after a swap").isNotSameAs(context);
        assertThat(context.applicationProtocolNegotiator().protocols()).containsExactly("h2");
    }

    @Test
    void needsAnIdentityBeforeAnything() {
        MeshTls tls = new MeshTls(Clock.systemUTC(), Ticker.systemTicker(), pair.tasks(), failures);

        assertThat(tls.inUse()).isEmpty();
        assertThatThrownBy(() -> tls.server(ByteBufAllocator.DEFAULT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no identity");
    }

    @Test
    void takesTheBundleOfTheHighestSequence() throws Exception {
        TestAuthority next = TestAuthority.of("cluster.local");
        MeshTls web = tls(authority.identity(WEB, authority.roots(5)));

        web.trust(authority.bundle(7, next));
        assertThat(sequence(web)).as("the stream is newer").contains(7L);
        web.trust(authority.bundle(6));
        assertThat(sequence(web)).as("older than before").contains(7L);
        web.use(authority.identity(WEB, authority.roots(6)));
        assertThat(sequence(web)).as("the Secret is older").contains(7L);
        web.use(authority.identity(WEB, authority.roots(8)));
        assertThat(sequence(web)).as("the Secret is newer").contains(8L);
        assertThatThrownBy(() -> web.trust(TestAuthority.of("other").bundle(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    private static Optional<Long> sequence(MeshTls tls) {
        return tls.inUse().map(material -> material.trust().sequence());
    }

    private void foreign(Channel server, SslContextBuilder builder) throws Exception {
        foreign(server, builder.build());
    }

    private CompletableFuture<Void> foreign(Channel server, SslContext context) {
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT, "db.shop.tulle", 5432);
        Greeted greeted = new Greeted();
        pair.connect(server, handler, greeted);
        handler.handshakeFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
        return greeted.greeted;
    }

    /// A client of Netty's defaults, which trusts anyone and would resume sessions.
    private static SslContextBuilder foreignClient(String alpn) {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .endpointIdentificationAlgorithm(null)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                alpn));
    }
}
