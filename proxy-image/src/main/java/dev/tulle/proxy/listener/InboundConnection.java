package dev.tulle.proxy.listener;

import dev.tulle.proxy.detect.DetectHandler;
import dev.tulle.proxy.detect.DetectListener;
import dev.tulle.proxy.detect.DetectReason;
import dev.tulle.proxy.detect.DetectSide;
import dev.tulle.proxy.detect.Detection;
import dev.tulle.proxy.detect.TlsAlert;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.http1.Http1Server;
import dev.tulle.proxy.http2.Http2Server;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.tls.MeshProtocol;
import dev.tulle.proxy.tls.MeshTlsHandler;
import dev.tulle.proxy.tunnel.FramedServer;
import dev.tulle.proxy.tunnel.Hello;
import dev.tulle.proxy.tunnel.PlainEnd;
import dev.tulle.proxy.tunnel.ResetReason;
import dev.tulle.proxy.upstream.ConnectFailure;
import dev.tulle.proxy.upstream.Dialed;
import dev.tulle.proxy.upstream.Engine;
import dev.tulle.proxy.upstream.OwnApplication;
import dev.tulle.proxy.upstream.Watermarks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection to the own application: mesh TLS, the application's own TLS or plaintext, told by
/// its first bytes, and let in as the port's mode says.
final class InboundConnection implements DetectListener {
    private final Channel channel;
    private final ListenerLoop parts;
    private final Caller.Remote caller;
    private @Nullable DetectHandler detect;
    private @Nullable TunnelDial candidate;
    private boolean counted;

    InboundConnection(Channel channel, ListenerLoop parts, Caller.Remote caller) {
        this.channel = channel;
        this.parts = parts;
        this.caller = caller;
    }

    void detect() {
        counted = true;
        parts.loop().load().mayAsk();
        DetectHandler handler =
                new DetectHandler(
                        DetectSide.INBOUND,
                        caller.port().protocol(),
                        parts.learned().silence(caller.called()),
                        parts.loop().ticker(),
                        this);
        detect = handler;
        channel.pipeline().addLast(HandlerNames.FIRST_BYTES, handler);
        channel.config().setAutoRead(true);
    }

    @Override
    public void silent(ChannelHandlerContext ctx) {
        if (caller.port().mtls() == MtlsMode.STRICT) {
            return;
        }
        TunnelDial dial = dial();
        candidate = dial;
        DetectHandler detecting = Objects.requireNonNull(detect);
        dial.onFirst(detecting::serverBytes, detecting::serverEnded);
        dial.next();
    }

    @Override
    public void decided(ChannelHandlerContext ctx, Detection detection) {
        parts.learned().learn(caller.called(), detection.detected(), detection.reason());
        parts.observer().detected(Direction.INBOUND, detection);
        switch (detection.detected()) {
            case MESH_TLS -> {
                discard();
                handshake(ctx);
            }
            case HTTP1 -> {
                closed();
                // Strict is decided by a filter: the kubelet's probes pass.
                ctx.pipeline()
                        .addAfter(
                                ctx.name(),
                                HandlerNames.ENGINE,
                                new Http1Server(caller, parts.inboundHttp(), parts.http1()));
            }
            case HTTP2 -> {
                closed();
                ctx.pipeline()
                        .addAfter(
                                ctx.name(),
                                HandlerNames.ENGINE,
                                Http2Server.of(caller, parts.inboundHttp(), parts.http2()));
            }
            case OPAQUE, APPLICATION_TLS -> opaque(ctx);
            case REFUSED -> refused(detection.reason());
        }
    }

    private void refused(DetectReason reason) {
        closed();
        parts.observer().refused(Direction.INBOUND, Refusal.DETECTION);
        if (reason == DetectReason.UNKNOWN_MESH_NAME) {
            channel.writeAndFlush(TlsAlert.noApplicationProtocol())
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    private void opaque(ChannelHandlerContext ctx) {
        switch (caller.port().mtls()) {
            case STRICT -> {
                parts.observer().refused(Direction.INBOUND, Refusal.PLAINTEXT);
                Accepted.reset(channel);
            }
            case PERMISSIVE -> {
                TunnelDial begun = candidate;
                TunnelDial dial = begun == null ? dial() : begun;
                candidate = null;
                asksNoMore();
                PlainEnd plain = new PlainEnd();
                ctx.pipeline().addAfter(ctx.name(), HandlerNames.ENGINE, plain);
                dial.join(channel, plain);
                if (begun == null) {
                    dial.next();
                }
            }
        }
    }

    private TunnelDial dial() {
        OwnApplication own = new OwnApplication(caller.called(), Engine.TCP);
        return new TunnelDial(parts, own, new Hello("", "", ""), Direction.INBOUND, null);
    }

    private void handshake(ChannelHandlerContext ctx) {
        if (parts.tls().inUse().isEmpty()) {
            parts.observer().refused(Direction.INBOUND, Refusal.NO_IDENTITY);
            channel.close();
            return;
        }
        MeshTlsHandler tls = parts.tls().server(channel.alloc());
        parts.handshakes().begun();
        HandshakeHandler end = new HandshakeHandler(parts.handshakes(), () -> identified(tls));
        ctx.pipeline().addAfter(ctx.name(), HandlerNames.TLS, tls);
        ctx.pipeline().addAfter(HandlerNames.TLS, HandlerNames.HANDSHAKE, end);
    }

    private void identified(MeshTlsHandler tls) {
        Optional<String> peer = tls.peerId();
        Optional<MeshProtocol> protocol = tls.protocol();
        if (peer.isEmpty() || protocol.isEmpty()) {
            parts.observer().refused(Direction.INBOUND, Refusal.NO_MESH_PROTOCOL);
            channel.close();
            return;
        }
        Caller.Remote known =
                Caller.Remote.of(
                        caller.local(),
                        caller.address(),
                        caller.called(),
                        caller.port(),
                        peer.get());
        channel.pipeline()
                .addLast(
                        HandlerNames.ENGINE,
                        switch (protocol.get()) {
                            case HTTP1 ->
                                    new Http1Server(known, parts.inboundHttp(), parts.http1());
                            case HTTP2 -> Http2Server.of(known, parts.inboundHttp(), parts.http2());
                            case TCP -> new FramedServer(this::called, parts.tunnelObserver());
                        });
        if (protocol.get() == MeshProtocol.TCP) {
            channel.config().setWriteBufferWaterMark(Watermarks.TUNNEL);
        }
    }

    private void called(FramedServer server, Hello hello) {
        if (parts.loop().load().drain().inbound()) {
            server.refuse(ResetReason.DRAINING);
            return;
        }
        PlainEnd application = new PlainEnd();
        OwnApplication own = new OwnApplication(caller.called(), Engine.TCP);
        parts.dialer()
                .dial(
                        own.pick().key(),
                        application,
                        new Dialed() {
                            @Override
                            public void connected(Channel upstream) {
                                opened(server, upstream, application);
                            }

                            @Override
                            public void failed(ConnectFailure failure) {
                                server.refuse(ResetReason.UNREACHABLE);
                            }
                        });
    }

    private void opened(FramedServer server, Channel upstream, PlainEnd application) {
        upstream.config().setWriteBufferWaterMark(Watermarks.TUNNEL);
        Tunnel tunnel =
                new Tunnel(Direction.INBOUND, null, application, parts.loop().ticker().nanoTime());
        tunnel.connectedTo(null);
        parts.observer().tunnelOpened(tunnel);
        parts.loop().load().tunnelOpened();
        upstream.closeFuture()
                .addListener(closed -> {
                    parts.loop().load().tunnelEnded();
                    parts.observer().tunnelClosed(tunnel);
                });
        server.opened(application);
    }

    /// It is over, or nobody of the mesh.
    void closed() {
        discard();
        asksNoMore();
    }

    private void asksNoMore() {
        if (counted) {
            counted = false;
            parts.loop().load().asksNoMore();
        }
    }

    /// The candidate of detection is of no use any more.
    private void discard() {
        TunnelDial begun = candidate;
        if (begun != null) {
            candidate = null;
            begun.discard();
        }
    }
}
