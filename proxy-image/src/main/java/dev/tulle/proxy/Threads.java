package dev.tulle.proxy;

import dev.tulle.proxy.upstream.SteadyEpoll;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The threads of the process: one loop per share of the traffic, one that controls, one that
/// computes handshakes, one that may block on name servers.
record Threads(
        IoEventLoopGroup traffic,
        List<EventLoop> loops,
        IoEventLoopGroup controlGroup,
        EventLoop control,
        ExecutorService tls,
        ExecutorService blocking) {
    static Threads of(int loops) {
        IoEventLoopGroup traffic =
                new MultiThreadIoEventLoopGroup(
                        loops, new DefaultThreadFactory("loop"), new SteadyEpoll());
        List<EventLoop> each = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            each.add(traffic.next());
        }
        IoEventLoopGroup control =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("control"), new SteadyEpoll());
        return new Threads(
                traffic,
                List.copyOf(each),
                control,
                control.next(),
                Executors.newSingleThreadExecutor(new DefaultThreadFactory("tls", true)),
                Executors.newSingleThreadExecutor(new DefaultThreadFactory("blocking", true)));
    }

    void stop() {
        traffic.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        controlGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        tls.shutdownNow();
        blocking.shutdownNow();
    }
}
