package dev.tulle.proxy.http1;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.filter.FilterOrder;
import dev.tulle.proxy.filter.ProbeSources;
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
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.PoolObserver;
import dev.tulle.proxy.upstream.Reach;
import dev.tulle.proxy.upstream.Security;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Both HTTP/1 engines back to back on embedded channels: what a test writes as a client is read as
/// an application, and the other way round.
final class EngineFixture {
    private static final IpAddress PEER = IpAddress.parse("10.244.0.9");
    private static final Address CALLED = Address.parse("10.244.0.7:8080");
    static final LocalWorkload LOCAL = Workloads.web(CALLED.ip());

    final MockTicker ticker = Ticker.newMockTicker();
    final EmbeddedChannel client = EmbeddedChannel.builder().ticker(ticker).build();
    final Drain drain = new Drain();
    final List<Integer> malformed = new ArrayList<>();
    final List<Exchange> ended = new ArrayList<>();
    final Load load = new Load(2, 2, () -> 0, drain);
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
    private final List<EmbeddedChannel> applications = new ArrayList<>();
    private @Nullable EmbeddedChannel application;
    private @Nullable Http1Client engine;
    private static final List<EngineFixture> OPEN = new ArrayList<>();
    int connections;

    private EngineFixture(Caller caller, FilterOrder filters) {
        OPEN.add(this);
        ServerParts parts =
                new ServerParts(
                        this::dispatch,
                        filters.request(),
                        filters.response(),
                        filters.probe(),
                        observer(),
                        load,
                        loop.wheel(),
                        ticker,
                        loop.random());
        client.pipeline().addLast(new Http1Server(caller, parts, http1));
    }

    /// A caller without identity, whose requests go to the own application.
    static EngineFixture plaintext() {
        return inbound("");
    }

    static EngineFixture identified(String spiffeId) {
        return inbound(spiffeId);
    }

    private static EngineFixture inbound(String spiffeId) {
        InboundPort port = new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE);
        Caller caller = Caller.Remote.of(LOCAL, PEER, CALLED, port, spiffeId);
        return new EngineFixture(
                caller, FilterOrder.inbound(unconfigured(), new ProbeSources(Set.of())));
    }

    private static Loop unconfigured() {
        return new Loop(
                new EmbeddedChannel().eventLoop(),
                Ticker.systemTicker(),
                new SplittableRandom(1),
                new Load(1, 1, () -> 0, new Drain()),
                address -> {},
                new BalancerObserver.None());
    }

    /// The own application calls out.
    static EngineFixture outbound() {
        Caller caller = new Caller.Application(LOCAL, CALLED.ip(), Address.parse("10.96.0.1:80"));
        return new EngineFixture(caller, FilterOrder.outbound(unconfigured()));
    }

    private RequestObserver observer() {
        return new RequestObserver() {
            @Override
            public void started(Exchange exchange) {}

            @Override
            public void retried(Exchange exchange, Outcome outcome, RetryResult result) {}

            @Override
            public void ended(Exchange exchange) {
                ended.add(exchange);
            }

            @Override
            public void malformed(Caller caller, HttpProtocol protocol, int status) {
                malformed.add(status);
            }
        };
    }

    private HttpSink dispatch(Exchange exchange, Answering answer, HttpSource request) {
        Http1Client to = engine;
        if (to == null || !to.usable()) {
            PoolKey key =
                    new PoolKey(CALLED, Engine.HTTP1, new Security.Plain(), Reach.OWN_APPLICATION);
            to = new Http1Client(key, pools, http1, loop.wheel());
            engine = to;
            application = EmbeddedChannel.builder().ticker(ticker).handlers(to).build();
            applications.add(application);
            connections++;
        }
        answer.source(to);
        return to.begin(exchange, answer, request);
    }

    /// Ends what the tests of a class left open, so that every buffer that is still held is a leak.
    static void closeAll() {
        for (EngineFixture fixture : OPEN) {
            fixture.client.finishAndReleaseAll();
            fixture.applications.forEach(EmbeddedChannel::finishAndReleaseAll);
        }
        OPEN.clear();
    }

    EmbeddedChannel application() {
        return Objects.requireNonNull(application, "nothing was forwarded");
    }

    boolean forwarded() {
        return application != null;
    }

    /// Nothing can be sent on a connection that the proxy has closed.
    EngineFixture send(String bytes) {
        if (!client.isOpen()) {
            return this;
        }
        client.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        return this;
    }

    /// One byte per segment.
    EngineFixture drip(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            send(bytes.substring(i, i + 1));
        }
        return this;
    }

    EngineFixture answer(String bytes) {
        application().writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        return this;
    }

    /// What the application got since the last look.
    String seen() {
        return forwarded() ? text(application()) : "";
    }

    /// What the client got since the last look.
    String got() {
        return text(client);
    }

    boolean closed() {
        client.runPendingTasks();
        return !client.isOpen();
    }

    void pass(long seconds) {
        ticker.advance(seconds, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
    }

    private static String text(EmbeddedChannel channel) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        }
        return text.toString();
    }
}
