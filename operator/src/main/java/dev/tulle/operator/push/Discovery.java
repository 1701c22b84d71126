package dev.tulle.operator.push;

import dev.tulle.operator.report.ViewNews;
import dev.tulle.operator.view.ViewChange;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// The delta xDS server of one replica: is fed with views, serves streams over mutual TLS.
public final class Discovery implements Consumer<ViewChange>, AutoCloseable {

    private static final int SENDING_THREADS = 2;
    private static final int CALLS_PER_CONNECTION = 8;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 20;
    private static final int FASTEST_PINGS_SECONDS = 10;
    private static final int CLOSING_SECONDS = 10;

    private static final Status GOODBYE =
            Status.UNAVAILABLE.withDescription("this replica of discovery stops");

    private final DiscoverySettings settings;
    private final DiscoveryParts parts;
    private final LoopThread loop;
    private final ExecutorService sending;
    private final Server server;

    public Discovery(DiscoverySettings settings, DiscoveryParts parts) throws SSLException {
        this.settings = settings;
        this.parts = parts;
        PushLoop pushLoop =
                new PushLoop(
                        parts.compilation(), parts.reporting(), parts.nanos(), parts.observer());
        this.loop = new LoopThread(parts.viewThread(), pushLoop, parts.timer(), parts.nanos());
        this.sending =
                Executors.newFixedThreadPool(
                        SENDING_THREADS, Thread.ofPlatform().daemon().name("push-", 0).factory());
        this.server = server();
    }

    public void start() throws IOException {
        server.start();
        loop.run(PushLoop::start);
    }

    /// The port that the server listens on.
    public int port() {
        return server.getPort();
    }

    /// What is sent to whom now; from any thread.
    public CompletableFuture<PushFacts> facts() {
        CompletableFuture<PushFacts> facts = new CompletableFuture<>();
        loop.run(pushLoop -> facts.complete(pushLoop.facts()));
        return facts;
    }

    /// On the thread of the view: the cluster has changed.
    @Override
    public void accept(ViewChange change) {
        loop.runHere(pushLoop -> {
            var affected = parts.compilation().advance(change);
            parts.reporting().publisher().viewChanged(change);
            pushLoop.viewChanged(change.after(), affected, ViewNews.of(change));
        });
    }

    /// Takes no new connection and ends the streams one after another, so that their proxies do not
    /// all knock at the next replica at once.
    @Override
    public void close() {
        server.shutdown();
        loop.run(pushLoop -> endEach(pushLoop.sessions()));
        try {
            if (!server.awaitTermination(
                    settings.goodbye().toSeconds() + CLOSING_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
            loop.stop().get(CLOSING_SECONDS, TimeUnit.SECONDS);
            sending.shutdown();
            if (!sending.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                sending.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the thread of the view does not answer", e);
        }
    }

    private void endEach(List<Session> sessions) {
        long step = settings.goodbye().toNanos() / Math.max(1, sessions.size());
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            var _ =
                    parts.timer()
                            .schedule(
                                    () ->
                                            loop.run(_ ->
                                                    session.end(
                                                            PushObserver.End.STOPPING, GOODBYE)),
                                    i * step,
                                    TimeUnit.NANOSECONDS);
        }
    }

    private Server server() throws SSLException {
        return NettyServerBuilder.forPort(settings.port())
                .sslContext(tls())
                .executor(sending)
                .intercept(new Peer())
                .addService(new DiscoveryService(loop, sending))
                .addService(new ReportService(loop))
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxConnectionAge(settings.maxAge().toNanos(), TimeUnit.NANOSECONDS)
                .maxConnectionAgeGrace(1, TimeUnit.SECONDS)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(FASTEST_PINGS_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
    }

    /// A resumed session would pass by the trust manager, so none lives longer than a second.
    private SslContext tls() throws SSLException {
        return GrpcSslContexts.configure(
                        SslContextBuilder.forServer(parts.keys())
                                .trustManager(parts.trust())
                                .clientAuth(ClientAuth.REQUIRE)
                                .protocols("TLSv1.3")
                                .sessionTimeout(1))
                .build();
    }
}
