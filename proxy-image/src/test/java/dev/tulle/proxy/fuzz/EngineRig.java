package dev.tulle.proxy.fuzz;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Dispatch;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.filter.FilterOrder;
import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.http1.Http1Engines;
import dev.tulle.proxy.http1.Http1Loop;
import dev.tulle.proxy.http2.Http2Engines;
import dev.tulle.proxy.http2.Http2Loop;
import dev.tulle.proxy.http2.Http2Observer;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Workloads;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.Load;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.upstream.Engine;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.HttpEngines;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.PoolObserver;
import dev.tulle.proxy.upstream.Reach;
import dev.tulle.proxy.upstream.Security;
import dev.tulle.proxy.upstream.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// An inbound proxy of one connection on embedded channels, whose requests go to an application by
/// either version of HTTP. The caller has no identity.
public final class EngineRig implements Dispatch {
    public static final String PEER = "10.244.0.9";

    private static final Address CALLED = Address.parse("10.244.0.7:8080");
    private static final LocalWorkload LOCAL = Workloads.web(CALLED.ip());

    private final MockTicker ticker = Ticker.newMockTicker();
    private final Buffers buffers = new Buffers();
    private final Watched watched = new Watched();
    private final EmbeddedChannel client = channel();
    private final Load load = new Load(1_000, 1_000, () -> 0, new Drain());
    private final HttpPools pools = new HttpPools(new PoolObserver.None());
    private final Http1Loop http1 = new Http1Loop();
    private final Loop loop =
            new Loop(
                    client.eventLoop(),
                    ticker,
                    new SplittableRandom(1),
                    load,
                    address -> {},
                    new BalancerObserver.None());
    private final List<Upstream> upstreams = new ArrayList<>();
    private final Engine spoken;
    private final HttpEngines engines;

    public final List<Integer> malformed = new ArrayList<>();

    /// `METHOD target` of every request that began, written down before its bytes are gone.
    public final List<String> started = new ArrayList<>();

    public int ended;
    public int dispatched;

    /// A connection to the application.
    public record Upstream(HttpConnection engine, EmbeddedChannel channel) {}

    /// Makes the engine that serves the caller.
    public interface Server {
        ChannelHandler of(Caller caller, ServerParts parts, Http1Loop http1);
    }

    public EngineRig(Server server) {
        this(server, Engine.HTTP1);
    }

    /// With an application that speaks that.
    public EngineRig(Server server, Engine spoken) {
        this.spoken = spoken;
        this.engines =
                spoken == Engine.HTTP2
                        ? new Http2Engines(new Http2Loop(new Http2Observer.None()), loop)
                        : new Http1Engines(http1, loop.wheel());
        InboundPort port = new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE);
        Caller caller = Caller.Remote.of(LOCAL, IpAddress.parse(PEER), CALLED, port, "");
        FilterOrder filters = FilterOrder.inbound(loop, new ProbeSources(Set.of()));
        ServerParts parts =
                new ServerParts(
                        this,
                        filters.request(),
                        filters.response(),
                        filters.probe(),
                        new Counting(),
                        load,
                        loop.wheel(),
                        ticker,
                        loop.random());
        client.pipeline().addLast(watched.watch(server.of(caller, parts, http1)));
    }

    private final class Counting implements RequestObserver {
        @Override
        public void started(Exchange exchange) {
            started.add(exchange.request().method() + " " + exchange.request().target());
        }

        @Override
        public void retried(Exchange exchange, Outcome outcome, RetryResult result) {}

        @Override
        public void ended(Exchange exchange) {
            ended++;
        }

        @Override
        public void malformed(Caller caller, HttpProtocol protocol, int status) {
            malformed.add(status);
        }
    }

    private EmbeddedChannel channel() {
        return buffers.count(EmbeddedChannel.builder().ticker(ticker).build());
    }

    @Override
    public HttpSink dispatch(Exchange exchange, Answering answer, HttpSource request) {
        dispatched++;
        Upstream to =
                upstreams.stream()
                        .filter(upstream -> upstream.engine.usable())
                        .findFirst()
                        .orElseGet(this::connect);
        UpstreamCall call = to.engine.begin(exchange, answer, request);
        answer.source(call);
        return call;
    }

    private Upstream connect() {
        PoolKey key = new PoolKey(CALLED, spoken, new Security.Plain(), Reach.OWN_APPLICATION);
        HttpConnection engine = engines.create(key, pools);
        EmbeddedChannel channel = channel();
        channel.pipeline().addLast(watched.watch(engine));
        channel.pipeline().fireChannelActive();
        Upstream made = new Upstream(engine, channel);
        upstreams.add(made);
        return made;
    }

    public List<Upstream> upstreams() {
        return List.copyOf(upstreams);
    }

    public void send(byte[] bytes) {
        write(client, bytes);
    }

    public void answer(Upstream from, byte[] bytes) {
        write(from.channel, bytes);
    }

    private void write(EmbeddedChannel to, byte[] bytes) {
        if (to.isOpen()) {
            to.writeInbound(buffers.of(bytes));
            to.checkException();
        }
    }

    /// What the client got since the last look.
    public byte[] got() {
        return sent(client);
    }

    /// What the application got there since the last look.
    public byte[] seen(Upstream by) {
        return sent(by.channel);
    }

    private static byte[] sent(EmbeddedChannel channel) {
        channel.runPendingTasks();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(part));
            part.release();
        }
        return bytes.toByteArray();
    }

    public boolean closed() {
        client.runPendingTasks();
        return !client.isOpen();
    }

    /// Both sides go; nothing may be left then.
    public void end() {
        client.finishAndReleaseAll();
        upstreams.forEach(upstream -> upstream.channel.finishAndReleaseAll());
        buffers.allReleased();
        watched.caughtNothing();
        if (ended != started.size()) {
            throw new AssertionError(started.size() + " exchanges began, ended: " + ended);
        }
    }
}
