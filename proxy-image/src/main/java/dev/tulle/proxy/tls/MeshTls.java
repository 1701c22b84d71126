package dev.tulle.proxy.tls;

import dev.tulle.proxy.model.TrustBundle;
import dev.tulle.proxy.tls.TlsObserver.Direction;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.concurrent.Ticker;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Mesh TLS of one workload: hands out the handler of each connection from the contexts in use.
///
/// A new identity or bundle makes new contexts and publishes them whole; connections that exist
/// keep theirs. Changes come from the control loop only, handlers are asked for on every loop.
public final class MeshTls {
    private final ValidatedChains chains;
    private final Ticker ticker;
    private final Executor tasks;
    private final TlsObserver observer;
    private volatile @Nullable TlsContexts current;
    private @Nullable TrustRoots streamed;
    private @Nullable DiscoveryContext discovery;

    private record DiscoveryContext(TlsContexts of, String expectedId, SslContext context) {}

    /// `tasks` runs signatures and path validation of all handshakes.
    public MeshTls(Clock clock, Ticker ticker, Executor tasks, TlsObserver observer) {
        this(new ValidatedChains(clock), ticker, tasks, observer);
    }

    private MeshTls(ValidatedChains chains, Ticker ticker, Executor tasks, TlsObserver observer) {
        this.chains = chains;
        this.ticker = ticker;
        this.tasks = tasks;
        this.observer = observer;
    }

    /// One without an identity yet that nobody observes; it knows the chains that this one knows.
    public MeshTls unobserved() {
        return new MeshTls(chains, ticker, tasks, new TlsObserver.None());
    }

    /// Refuses an own chain that peers would refuse on either side of a handshake.
    void check(IdentityMaterial material) throws PeerRefused {
        X509Certificate[] chain = material.chain().toArray(X509Certificate[]::new);
        for (Side side : Side.values()) {
            chains.verify(chain, material.trust(), side);
        }
    }

    /// The identity and roots in use, nothing before the first.
    public Optional<IdentityMaterial> inUse() {
        TlsContexts now = current;
        return now == null ? Optional.empty() : Optional.of(now.material());
    }

    /// Takes up an identity that was checked. Its roots count unless the stream brought newer ones.
    public void use(IdentityMaterial material) throws SSLException {
        TrustRoots newer = streamed;
        if (newer != null && newer.sequence() > material.trust().sequence()) {
            publish(material.trusting(newer));
        } else {
            publish(material);
        }
    }

    /// Takes up the roots that discovery sent, if they are newer than those in use. The stream must
    /// have come from a server that the roots in use vouch for. Roots that cannot be used are
    /// refused with a sentence.
    public void trust(TrustBundle bundle) {
        TrustRoots roots = read(bundle);
        TlsContexts now = contexts();
        String own = now.material().id().trustDomain();
        if (!roots.trustDomain().equals(own)) {
            throw new IllegalArgumentException(
                    "trust bundle is of " + roots.trustDomain() + ": expected " + own);
        }
        if (streamed != null && roots.sequence() <= streamed.sequence()) {
            return;
        }
        streamed = roots;
        try {
            use(now.material());
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "trust bundle " + roots.sequence() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// The handler for a client's connection whose ClientHello offers one of our names.
    public MeshTlsHandler server(ByteBufAllocator allocator) {
        PeerCheck check = PeerCheck.ofClient();
        return handler(
                Direction.INBOUND, check, contexts -> contexts.serverEngine(allocator, check));
    }

    /// The handler for a connection to a meshed endpoint, which must be one of the expected; the
    /// server name is empty when a pod is called by its address.
    public MeshTlsHandler client(
            ByteBufAllocator allocator,
            MeshProtocol protocol,
            String serverName,
            Set<String> expectedIds) {
        PeerCheck check = PeerCheck.ofServer(expectedIds);
        return handler(
                Direction.OUTBOUND,
                check,
                contexts -> contexts.clientEngine(allocator, protocol, serverName, check));
    }

    /// A context for connections to discovery, which must prove this id; the same one while nothing
    /// is swapped. Asked for on the control loop, before each connection.
    public SslContext discoveryClient(String expectedId) {
        TlsContexts contexts = contexts();
        DiscoveryContext known = discovery;
        if (known != null && known.of() == contexts && known.expectedId().equals(expectedId)) {
            return known.context();
        }
        try {
            SslContext context = contexts.ofLibrary("h2", PeerCheck.ofServer(Set.of(expectedId)));
            discovery = new DiscoveryContext(contexts, expectedId, context);
            return context;
        } catch (SSLException e) {
            throw new IllegalStateException(
                    "no context for discovery from an identity that is in use already", e);
        }
    }

    /// Gives the contexts back; connections that exist go on.
    public void close() {
        TlsContexts last = current;
        current = null;
        if (last != null) {
            last.release();
        }
    }

    private static TrustRoots read(TrustBundle bundle) {
        try {
            return TrustRoots.of(bundle);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "a root of trust bundle "
                            + bundle.sequence()
                            + " is no certificate: "
                            + e.getMessage(),
                    e);
        }
    }

    private void publish(IdentityMaterial material) throws SSLException {
        TlsContexts before = current;
        if (before != null && same(before.material(), material)) {
            return;
        }
        current = new TlsContexts(material, chains);
        if (before != null) {
            before.release();
        }
    }

    private static boolean same(IdentityMaterial a, IdentityMaterial b) {
        return a.leaf().equals(b.leaf())
                && a.trust().sequence() == b.trust().sequence()
                && a.trust().sha256().equals(b.trust().sha256());
    }

    private MeshTlsHandler handler(
            Direction direction, PeerCheck check, Function<TlsContexts, SSLEngine> engine) {
        while (true) {
            TlsContexts contexts = contexts();
            try {
                return new MeshTlsHandler(
                        engine.apply(contexts),
                        contexts,
                        check,
                        direction,
                        tasks,
                        ticker,
                        observer);
            } catch (IllegalReferenceCountException swapped) {
                // Another loop published newer contexts between the read and the use.
                if (contexts == current) {
                    throw swapped;
                }
            }
        }
    }

    private TlsContexts contexts() {
        TlsContexts contexts = current;
        if (contexts == null) {
            throw new IllegalStateException(
                    "no identity yet: expected a start that waits for the first");
        }
        return contexts;
    }
}
