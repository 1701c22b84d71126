package dev.tulle.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteadyEpollLoopbackTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, new SteadyEpoll());
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger bytesRead = new AtomicInteger();
    private final Channel server = listen();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            accepted.add(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf in = (ByteBuf) msg;
            bytesRead.addAndGet(in.readableBytes());
            in.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                events.add("FIN");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(String.valueOf(cause.getMessage()));
            ctx.close();
        }
    }

    private Channel listen() {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new Recorder());
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Channel accepted() throws InterruptedException {
        return Objects.requireNonNull(
                accepted.poll(5, TimeUnit.SECONDS), "no connection within 5 s");
    }

    private String event() throws InterruptedException {
        return Objects.requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event within 5 s");
    }

    private static void autoRead(Channel channel, boolean on) {
        channel.eventLoop().submit(() -> channel.config().setAutoRead(on)).syncUninterruptibly();
    }

    @Test
    void givesALongAnswerToAClientThatHasFinished() throws Exception {
        try (Socket client = connect()) {
            Channel channel = accepted();
            client.shutdownOutput();
            autoRead(channel, true);
            assertThat(event()).isEqualTo("FIN");

            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[32 * MEBIBYTE]))
                    .addListener(done -> ((DuplexChannel) channel).shutdownOutput());

            assertThat(client.getInputStream().readAllBytes()).hasSize(32 * MEBIBYTE);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void readsNothingWhilePausedAndFindsTheFinBehindTheLastByte() throws Exception {
        try (Socket client = connect()) {
            Channel channel = accepted();
            client.getOutputStream().write(new byte[100_000]);
            client.shutdownOutput();

            assertThat(events.poll(200, TimeUnit.MILLISECONDS)).as("paused").isNull();
            assertThat(bytesRead.get()).isZero();

            autoRead(channel, true);
            assertThat(event()).isEqualTo("FIN");
            assertThat(bytesRead.get()).isEqualTo(100_000);
        }
    }

    @Test
    void pausesAndResumesAfterAFin() throws Exception {
        try (Socket client = connect()) {
            Channel channel = accepted();
            client.shutdownOutput();
            autoRead(channel, true);
            assertThat(event()).isEqualTo("FIN");

            for (boolean on : new boolean[] {false, true, false, true}) {
                autoRead(channel, on);
            }

            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {7})).syncUninterruptibly();
            assertThat(client.getInputStream().read()).isEqualTo(7);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void seesAResetWhilePaused() throws Exception {
        Socket client = connect();
        Channel channel = accepted();
        autoRead(channel, true);
        autoRead(channel, false);

        client.setSoLinger(true, 0);
        client.close();

        assertThat(event()).contains("reset");
        assertThat(channel.closeFuture().await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closesAHalfClosedConnectionThatIsReset() throws Exception {
        Socket client = connect();
        Channel channel = accepted();
        client.shutdownOutput();
        autoRead(channel, true);
        assertThat(event()).isEqualTo("FIN");

        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {7})).syncUninterruptibly();
        client.setSoLinger(true, 0);
        client.close();

        assertThat(channel.closeFuture().await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sleepsWhilePausedWithBothSidesFinished() throws Exception {
        try (Socket client = connect()) {
            Channel channel = accepted();
            client.shutdownOutput();
            ((DuplexChannel) channel).shutdownOutput().syncUninterruptibly();
            assertThat(client.getInputStream().read()).as("FIN of the server").isEqualTo(-1);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long loopThread =
                    channel.eventLoop().submit(() -> Thread.currentThread().threadId()).get();
            long before = threads.getThreadCpuTime(loopThread);

            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));

            long used = threads.getThreadCpuTime(loopThread) - before;
            assertThat(used).as("CPU of the loop in 300 ms").isLessThan(100_000_000);
            autoRead(channel, true);
            assertThat(event()).as("is found when asked for").isEqualTo("FIN");
        }
    }
}
