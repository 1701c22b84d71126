package dev.tulle.proxy.tls;

import dev.tulle.proxy.tls.TlsObserver.Direction;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Mesh TLS of one connection. After the handshake it knows who the peer is and what was agreed on;
/// a failed handshake closes the connection and never falls back to plaintext.
public final class MeshTlsHandler extends SslHandler {
    private static final long LONGEST_HANDSHAKE_MILLIS = 5_000;

    private final TlsContexts contexts;
    private final PeerCheck check;
    private final Direction direction;
    private final Ticker ticker;
    private final TlsObserver observer;

    MeshTlsHandler(
            SSLEngine engine,
            TlsContexts contexts,
            PeerCheck check,
            Direction direction,
            Executor tasks,
            Ticker ticker,
            TlsObserver observer) {
        super(engine, tasks);
        setHandshakeTimeoutMillis(LONGEST_HANDSHAKE_MILLIS);
        this.contexts = contexts;
        this.check = check;
        this.direction = direction;
        this.ticker = ticker;
        this.observer = observer;
    }

    /// The SPIFFE id that the peer proved, nothing before the end of the handshake.
    public Optional<String> peerId() {
        SpiffeId id = check.id();
        return handshakeFuture().isSuccess() && id != null
                ? Optional.of(id.toString())
                : Optional.empty();
    }

    /// What both sides agreed to speak. Nothing means that the peer knows none of our names; such a
    /// connection is to be closed.
    public Optional<MeshProtocol> protocol() {
        String name = applicationProtocol();
        return name == null ? Optional.empty() : MeshProtocol.of(name);
    }

    /// Why the handshake failed.
    public HandshakeFailure failure() {
        return check.failure();
    }

    /// The sentence for a log line when this side refused the peer.
    public Optional<String> refusal() {
        PeerRefused refused = check.refused();
        return refused == null ? Optional.empty() : Optional.ofNullable(refused.getMessage());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        long start = ticker.nanoTime();
        super.handlerAdded(ctx);
        handshakeFuture().addListener(done -> ended(done, start));
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        contexts.forget(engine());
        super.handlerRemoved0(ctx);
    }

    private void ended(Future<?> done, long start) {
        contexts.forget(engine());
        @Nullable Throwable cause = done.cause();
        if (cause == null) {
            observer.handshake(direction, ticker.nanoTime() - start);
            if (protocol().equals(Optional.of(MeshProtocol.TCP))) {
                // Frames are cut to full records already; gathering them would copy each.
                setWrapDataSize(0);
            }
        } else {
            observer.failed(direction, failure());
        }
    }
}
