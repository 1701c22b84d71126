package dev.tulle.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/// The contexts of one generation of identity. Engines hold a reference on their context, so one
/// that was released lives until its last connection is closed.
final class TlsContexts {
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256"};
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");
    private static final int LONGEST_CHAIN = 32 * 1024;

    private final IdentityMaterial material;
    private final ValidatedChains chains;
    private final Map<SSLEngine, PeerCheck> announced = new ConcurrentHashMap<>();
    private final SslContext server;
    private final Map<MeshProtocol, SslContext> clients = new EnumMap<>(MeshProtocol.class);

    TlsContexts(IdentityMaterial material, ValidatedChains chains) throws SSLException {
        this.material = material;
        this.chains = chains;
        TrustManager trust = new MeshTrust(material.trust(), chains, announced::get);
        List<String> names = new ArrayList<>();
        for (MeshProtocol protocol : MeshProtocol.values()) {
            names.add(protocol.alpn());
            clients.put(protocol, client(protocol, trust));
        }
        this.server =
                common(SslContextBuilder.forServer(OwnLeaf.factory(material)), trust, names)
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .option(OpenSslContextOption.USE_TASKS, true)
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
    }

    IdentityMaterial material() {
        return material;
    }

    SSLEngine serverEngine(ByteBufAllocator allocator, PeerCheck check) {
        return announced(server.newEngine(allocator), check);
    }

    /// An empty server name sends none. It is told to the library and not to the engine, which
    /// would look at it by the rules of international names: 20 ms for the first one of a process.
    SSLEngine clientEngine(
            ByteBufAllocator allocator, MeshProtocol protocol, String serverName, PeerCheck check) {
        SSLEngine engine = Objects.requireNonNull(clients.get(protocol)).newEngine(allocator);
        if (!serverName.isEmpty()) {
            SSL.setTlsExtHostName(pointer(engine), serverName);
        }
        return announced(engine, check);
    }

    /// A context for a library that makes its own engines, all of which expect the same peer. It is
    /// not reference-counted, for nobody knows when the library is done with it.
    SslContext ofLibrary(String alpn, PeerCheck check) throws SSLException {
        TrustManager trust = new MeshTrust(material.trust(), chains, engine -> check);
        SslContextBuilder builder =
                SslContextBuilder.forClient().keyManager(OwnLeaf.factory(material));
        return common(builder, trust, List.of(alpn))
                .sslProvider(SslProvider.OPENSSL)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    void forget(SSLEngine engine) {
        announced.remove(engine);
    }

    void release() {
        ReferenceCountUtil.release(server);
        clients.values().forEach(ReferenceCountUtil::release);
    }

    /// Without tickets TLS 1.3 resumes nothing: a resumed session skips the trust manager and would
    /// outlive a root that was withdrawn. Netty turns them on for each engine, so they are turned
    /// off for each engine.
    private SSLEngine announced(SSLEngine engine, PeerCheck check) {
        SSL.setOptions(pointer(engine), SSL.SSL_OP_NO_TICKET);
        announced.put(engine, check);
        return engine;
    }

    private static long pointer(SSLEngine engine) {
        return ((ReferenceCountedOpenSslEngine) engine).sslPointer();
    }

    /// Who the peer must be is told by its SPIFFE id, never by a host name.
    private SslContext client(MeshProtocol protocol, TrustManager trust) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().keyManager(OwnLeaf.factory(material));
        return common(builder, trust, List.of(protocol.alpn()))
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .option(OpenSslContextOption.USE_TASKS, true)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private static SslContextBuilder common(
            SslContextBuilder builder, TrustManager trust, List<String> names) {
        return builder.protocols("TLSv1.3")
                .ciphers(CIPHERS)
                .trustManager(trust)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                names))
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, LONGEST_CHAIN);
    }
}
