package dev.tulle.proxy.listener;

import dev.tulle.proxy.detect.DetectHandler;
import dev.tulle.proxy.detect.DetectListener;
import dev.tulle.proxy.detect.DetectSide;
import dev.tulle.proxy.detect.Detection;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.http1.Http1Server;
import dev.tulle.proxy.http2.Http2Server;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.route.UnknownDestination;
import dev.tulle.proxy.runtime.DestinationUse;
import dev.tulle.proxy.runtime.DestinationWaiter;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.tunnel.Hello;
import dev.tulle.proxy.tunnel.PlainEnd;
import dev.tulle.proxy.upstream.Choice;
import dev.tulle.proxy.upstream.Engine;
import dev.tulle.proxy.upstream.Outside;
import dev.tulle.proxy.upstream.RoutedChoice;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection of the own application: waits for its destination, then becomes HTTP or a tunnel by
/// what was declared or by its first bytes. Nothing is read before the destination is known.
final class OutboundConnection implements DestinationWaiter, DetectListener {
    private final Channel channel;
    private final ListenerLoop parts;
    private final Caller.Application caller;
    private @Nullable RouteRuntime route;
    private @Nullable DetectHandler detect;
    private @Nullable TunnelDial candidate;

    OutboundConnection(Channel channel, ListenerLoop parts, Caller.Application caller) {
        this.channel = channel;
        this.parts = parts;
        this.caller = caller;
    }

    @Override
    public void known(RouteRuntime answer) {
        if (!channel.isActive()) {
            return;
        }
        route = answer;
        count(answer.use());
        if (answer.destination().target() instanceof Target.PassThrough) {
            tunnel();
            return;
        }
        switch (answer.destination().protocol()) {
            case HTTP1 -> http();
            case OPAQUE -> tunnel();
            case HTTP2, DETECT -> detect(answer.destination().protocol());
        }
    }

    private void count(DestinationUse use) {
        use.opened(parts.loop().ticker().nanoTime());
        channel.closeFuture().addListener(closed -> use.closed(parts.loop().ticker().nanoTime()));
    }

    @Override
    public void unavailable() {
        if (!channel.isActive()) {
            return;
        }
        switch (UnknownDestination.of(caller.local(), caller.called().ip())) {
            case PASSED_THROUGH -> tunnel();
            // A client that speaks HTTP gets an answer that says why.
            case REFUSED -> detect(Protocol.DETECT);
        }
    }

    @Override
    public void overflow() {
        refuse(Refusal.PENDING_OVERFLOW);
    }

    private void refuse(Refusal refusal) {
        parts.observer().refused(Direction.OUTBOUND, refusal);
        Accepted.reset(channel);
    }

    private void http() {
        channel.pipeline()
                .addLast(
                        HandlerNames.ENGINE,
                        new Http1Server(caller, parts.outboundHttp(), parts.http1()));
        channel.config().setAutoRead(true);
    }

    private void detect(Protocol declared) {
        DetectHandler handler =
                new DetectHandler(
                        DetectSide.OUTBOUND,
                        declared,
                        parts.learned().silence(caller.called()),
                        parts.loop().ticker(),
                        this);
        detect = handler;
        channel.pipeline().addLast(HandlerNames.FIRST_BYTES, handler);
        channel.config().setAutoRead(true);
    }

    private void tunnel() {
        TunnelDial dial = dial();
        PlainEnd plain = new PlainEnd();
        channel.pipeline().addLast(HandlerNames.ENGINE, plain);
        dial.join(channel, plain);
        channel.config().setAutoRead(true);
        dial.next();
    }

    private TunnelDial dial() {
        RouteRuntime by = route;
        boolean outside = by == null || by.destination().target() instanceof Target.PassThrough;
        Choice choice =
                by == null || outside
                        ? new Outside(caller.called())
                        : new RoutedChoice(by, caller, Engine.TCP, parts.loop().random(), null);
        String service =
                by != null && by.destination().target() instanceof Target.Service named
                        ? named.toString()
                        : "";
        String source = caller.local().namespace() + "/" + caller.local().name();
        Hello hello = new Hello(service, source, caller.address().toString());
        return new TunnelDial(parts, choice, hello, Direction.OUTBOUND, outside ? null : by);
    }

    @Override
    public void silent(ChannelHandlerContext ctx) {
        DetectHandler detecting = Objects.requireNonNull(detect);
        if (route == null) {
            detecting.serverEnded();
            return;
        }
        TunnelDial dial = dial();
        candidate = dial;
        dial.onFirst(detecting::serverBytes, detecting::serverEnded);
        dial.next();
    }

    @Override
    public void decided(ChannelHandlerContext ctx, Detection detection) {
        parts.learned().learn(caller.called(), detection.detected(), detection.reason());
        parts.observer().detected(Direction.OUTBOUND, detection);
        switch (detection.detected()) {
            case HTTP1 -> {
                discardCandidate();
                ctx.pipeline()
                        .addAfter(
                                ctx.name(),
                                HandlerNames.ENGINE,
                                new Http1Server(caller, parts.outboundHttp(), parts.http1()));
            }
            case HTTP2 -> {
                discardCandidate();
                ctx.pipeline()
                        .addAfter(
                                ctx.name(),
                                HandlerNames.ENGINE,
                                Http2Server.of(caller, parts.outboundHttp(), parts.http2()));
            }
            case OPAQUE, APPLICATION_TLS -> opaque(ctx);
            case MESH_TLS, REFUSED -> {
                discardCandidate();
                refuse(Refusal.DETECTION);
            }
        }
    }

    private void opaque(ChannelHandlerContext ctx) {
        if (route == null) {
            refuse(Refusal.DISCOVERY_UNAVAILABLE);
            return;
        }
        TunnelDial begun = candidate;
        TunnelDial dial = begun == null ? dial() : begun;
        candidate = null;
        PlainEnd plain = new PlainEnd();
        ctx.pipeline().addAfter(ctx.name(), HandlerNames.ENGINE, plain);
        dial.join(channel, plain);
        if (begun == null) {
            dial.next();
        }
    }

    private void discardCandidate() {
        TunnelDial begun = candidate;
        if (begun != null) {
            candidate = null;
            begun.discard();
        }
    }

    /// The application went away while it was not known what it speaks.
    void closed() {
        discardCandidate();
    }
}
