package dev.tulle.proxy.listener;

import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.runtime.EndpointRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.tunnel.FramedClient;
import dev.tulle.proxy.tunnel.Hello;
import dev.tulle.proxy.tunnel.PlainEnd;
import dev.tulle.proxy.tunnel.TunnelCall;
import dev.tulle.proxy.tunnel.TunnelEnd;
import dev.tulle.proxy.upstream.Choice;
import dev.tulle.proxy.upstream.ConnectFailure;
import dev.tulle.proxy.upstream.Dialed;
import dev.tulle.proxy.upstream.Pick;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.Security;
import dev.tulle.proxy.upstream.Watermarks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection whose bytes are not looked at, on its way to an endpoint: dials one after another
/// while no application saw a byte. It may be begun before it is known that it will be wanted, as
/// the candidate of detection.
final class TunnelDial {
    private final ListenerLoop parts;
    private final Choice choice;
    private final Direction direction;
    private final @Nullable RouteRuntime route;
    private final TunnelCall call;
    private final ConnectRetry<EndpointRuntime> retry = new ConnectRetry<>();
    private @Nullable Pick current;
    private @Nullable Tunnel tunnel;

    TunnelDial(
            ListenerLoop parts,
            Choice choice,
            Hello hello,
            Direction direction,
            @Nullable RouteRuntime route) {
        this.parts = parts;
        this.choice = choice;
        this.direction = direction;
        this.route = route;
        this.call = new TunnelCall(hello, reason -> again(Outcome.CONNECT_FAILURE));
    }

    /// Joins the connection that the tunnel is for; its pipeline ends in `plain`.
    void join(Channel channel, PlainEnd plain) {
        channel.config().setWriteBufferWaterMark(Watermarks.TUNNEL);
        Tunnel opened = new Tunnel(direction, route, plain, parts.loop().ticker().nanoTime());
        tunnel = opened;
        Pick picked = current;
        if (picked != null) {
            opened.connectedTo(picked.backend());
        }
        parts.observer().tunnelOpened(opened);
        parts.loop().load().tunnelOpened();
        TunnelEnd.pair(plain, call);
        channel.closeFuture()
                .addListener(closed -> {
                    end();
                    parts.observer().tunnelClosed(opened);
                });
    }

    /// Runs one of the tasks when the endpoint speaks, ends or cannot be had before the tunnel was
    /// joined.
    void onFirst(Runnable bytes, Runnable end) {
        call.onFirst(bytes, end);
    }

    /// The candidate is of no use.
    void discard() {
        end();
        call.reset();
    }

    void next() {
        if (!call.wanted()) {
            return;
        }
        Pick pick = choice.pick(retry);
        if (pick == null) {
            call.fail();
            return;
        }
        begin(pick);
        switch (pick.key().security()) {
            case Security.Mesh mesh -> framed(pick);
            case Security.Plain plain -> {
                PlainEnd end = new PlainEnd();
                dial(pick, end, () -> call.attach(end));
            }
        }
    }

    private void framed(Pick pick) {
        PoolKey key = pick.key();
        FramedClient idle = parts.idleTunnels().take(key);
        if (idle == null) {
            FramedClient client =
                    new FramedClient(
                            free -> parts.idleTunnels().put(key, free), parts.tunnelObserver());
            dial(pick, client, () -> call.attach(client));
        } else {
            attached(() -> call.attach(idle));
        }
    }

    private void dial(Pick pick, ChannelHandler engine, Runnable attach) {
        long start = parts.loop().ticker().nanoTime();
        parts.dialer()
                .dial(
                        pick,
                        choice.policy().connectMillis(),
                        engine,
                        new Dialed() {
                            @Override
                            public void connected(Channel channel) {
                                channel.config().setWriteBufferWaterMark(Watermarks.TUNNEL);
                                sample(parts.loop().ticker().nanoTime() - start);
                                if (call.wanted()) {
                                    attached(attach);
                                } else {
                                    channel.close();
                                }
                            }

                            @Override
                            public void failed(ConnectFailure failure) {
                                again(
                                        failure == ConnectFailure.OVERFLOW
                                                ? Outcome.OVERFLOW
                                                : Outcome.CONNECT_FAILURE);
                            }
                        });
    }

    private void attached(Runnable attach) {
        Tunnel opened = tunnel;
        Pick picked = current;
        if (opened != null && picked != null) {
            opened.connectedTo(picked.backend());
        }
        attach.run();
    }

    /// The endpoint could not be connected to, or refused before it saw a byte.
    private void again(Outcome outcome) {
        Pick failed = current;
        end();
        if (failed != null && outcome.failure()) {
            failed.connectFailed(parts.loop().ticker().nanoTime());
        }
        OptionalLong wait =
                choice.retries() && call.wanted()
                        ? retry.waitNanos(outcome, parts.loop().random())
                        : OptionalLong.empty();
        if (wait.isEmpty()) {
            call.fail();
        } else if (wait.getAsLong() == 0) {
            next();
        } else {
            Runnable later = this::next;
            parts.loop().executor().schedule(later, wait.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private void begin(Pick pick) {
        current = pick;
        pick.started();
    }

    private void sample(long nanos) {
        Pick picked = current;
        if (picked != null) {
            picked.connected(nanos, parts.loop().ticker().nanoTime());
        }
    }

    private void end() {
        Pick ended = current;
        if (ended != null) {
            current = null;
            ended.ended();
        }
    }
}
