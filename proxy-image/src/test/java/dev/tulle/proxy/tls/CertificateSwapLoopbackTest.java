package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All roots of the mesh are replaced while connections come and go.
class CertificateSwapLoopbackTest {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
    private static final String DB = "spiffe://cluster.local/ns/shop/sa/db";

    private final TlsPair pair = new TlsPair();
    private final TestAuthority old = TestAuthority.of("cluster.local");
    private final TestAuthority next = TestAuthority.of("cluster.local");

    @TempDir private Path directory;

    @AfterEach
    void close() {
        pair.close();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg);
        }
    }

    private static final class Collect extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf in = (ByteBuf) msg;
            while (in.isReadable()) {
                bytes.add(in.readByte());
            }
            in.release();
        }
    }

    /// One side with its identity directory, read as in a pod.
    private final class Workload {
        private final Path files;
        private final String id;
        private final MeshTls tls;
        private final IdentityReader reader;

        Workload(String id) throws Exception {
            this.id = id;
            this.files =
                    Files.createDirectory(directory.resolve(id.substring(id.lastIndexOf('/') + 1)));
            TlsObserver silent = new TlsObserver.None();
            this.tls = new MeshTls(Clock.systemUTC(), Ticker.systemTicker(), pair.tasks(), silent);
            this.reader = new IdentityReader(files, id, tls, silent);
        }

        void take(TestAuthority issuer, TrustRoots trust) {
            TestAuthority.write(files, issuer.leaf(id), trust);
            reader.poll();
            assertThat(tls.inUse().orElseThrow().trust().sequence()).isEqualTo(trust.sequence());
        }
    }

    private static void echoes(Channel channel, Collect answers, int value) throws Exception {
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) value})).sync();
        assertThat(answers.bytes.poll(5, TimeUnit.SECONDS))
                .as("echo of byte %d within 5 s", value)
                .isEqualTo((byte) value);
    }

    private Channel connect(Channel server, MeshTls tls, Collect answers) {
        MeshTlsHandler handler =
                tls.client(ByteBufAllocator.DEFAULT, MeshProtocol.TCP, "", Set.of(DB));
        return pair.connect(server, handler, answers);
    }

    @Test
    void replacesAllRootsWithoutADroppedConnection() throws Exception {
        Workload web = new Workload(WEB);
        Workload db = new Workload(DB);
        web.take(old, old.roots(1));
        db.take(old, old.roots(1));
        Channel server =
                pair.listen(() ->
                        new ChannelHandler[] {db.tls.server(ByteBufAllocator.DEFAULT), new Echo()});
        Collect heldAnswers = new Collect();
        Channel held = connect(server, web.tls, heldAnswers);
        echoes(held, heldAnswers, 0);
        AtomicBoolean running = new AtomicBoolean(true);
        Semaphore served = new Semaphore(0);
        CompletableFuture<Void> load = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        while (running.get()) {
                            Collect answers = new Collect();
                            Channel channel = connect(server, web.tls, answers);
                            echoes(channel, answers, 7);
                            channel.close().sync();
                            served.release();
                        }
                        load.complete(null);
                    } catch (Throwable failure) {
                        load.completeExceptionally(failure);
                    }
                });

        Runnable[] swaps = {
            () -> both(web, db, old, old.roots(2, next)),
            () -> both(web, db, next, old.roots(3, next)),
            () -> both(web, db, next, next.roots(4)),
        };
        for (int i = 0; i < swaps.length; i++) {
            served.drainPermits();
            swaps[i].run();
            echoes(held, heldAnswers, i + 1);
            assertThat(served.tryAcquire(20, 20, TimeUnit.SECONDS))
                    .as("20 connections within 20 s after swap %d", i + 1)
                    .isTrue();
        }
        running.set(false);
        load.get(10, TimeUnit.SECONDS);
        IdentityMaterial inUse = web.tls.inUse().orElseThrow();
        web.tls.close();
        db.tls.close();

        assertThat(held.isActive()).as("the connection from before all swaps").isTrue();
        assertThat(inUse.trust().roots()).containsExactly(next.root());
    }

    private static void both(Workload web, Workload db, TestAuthority issuer, TrustRoots trust) {
        web.take(issuer, trust);
        db.take(issuer, trust);
    }
}
