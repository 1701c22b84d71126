package dev.tulle.proxy.warmup;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Calls through a pair of engines that somebody else has put together on private sockets, until
/// answers come steadily or the time is up. It never fails: a proxy that could not warm up serves
/// all the same.
public final class WarmUp {
    private static final Duration MOST = Duration.ofMillis(200);

    private static final int HTTP2_ANSWERS = 20;

    /// Before the first answer stands the loading of every class on the way.
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Ticker ticker;
    private final Steadiness http = new Steadiness();
    private final CompletableFuture<WarmedUp> done = new CompletableFuture<>();
    private int http2;
    private int echoes;
    private long startedNanos;

    /// `loop` is one that will serve.
    public WarmUp(EventLoop loop, Ticker ticker) {
        this.loop = loop;
        this.ticker = ticker;
    }

    /// Binds the application that answers; its connections are closed with it.
    public Channel application() {
        return new ServerBootstrap()
                .group(loop, loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Responder())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /// Calls through the socket where captured connections of the application would come in.
    public CompletionStage<WarmedUp> run(InetSocketAddress entry) {
        startedNanos = ticker.nanoTime();
        call(entry, new Caller(new Question.Http(), ticker, new Http()));
        call(entry, new Caller(new Question.Http2(), ticker, new Http2()));
        call(entry, new Caller(new Question.Opaque(), ticker, new Echo()));
        loop.schedule(
                () -> end(WarmedUp.Ending.FAILED, "no answer in time"),
                FIRST_ANSWER.toNanos(),
                TimeUnit.NANOSECONDS);
        return done;
    }

    private void call(InetSocketAddress entry, Caller caller) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(caller)
                .connect(entry)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        end(WarmedUp.Ending.FAILED, String.valueOf(connected.cause().getMessage()));
                    }
                });
    }

    private void end(WarmedUp.Ending ending, String sentence) {
        Duration took = Duration.ofNanos(ticker.nanoTime() - startedNanos);
        done.complete(new WarmedUp(http.count() + http2 + echoes, took, ending, sentence));
    }

    private final class Http implements Caller.Listener {
        @Override
        public boolean answered(long nanos) {
            http.add(nanos);
            if (http.count() == 1) {
                loop.schedule(
                        () -> end(WarmedUp.Ending.TIME_UP, "after " + MOST.toMillis() + " ms"),
                        MOST.toNanos(),
                        TimeUnit.NANOSECONDS);
            }
            if (http.steady() && http2 >= HTTP2_ANSWERS) {
                end(WarmedUp.Ending.STEADY, "answers come steadily");
            }
            return !done.isDone();
        }

        @Override
        public void failed(String why) {
            end(WarmedUp.Ending.FAILED, why);
        }
    }

    /// Enough to have everything in place. Compiling it is left to those that use it: most do not.
    private final class Http2 implements Caller.Listener {
        @Override
        public boolean answered(long nanos) {
            http2++;
            return !done.isDone() && http2 < HTTP2_ANSWERS;
        }

        @Override
        public void failed(String why) {
            if (http2 < HTTP2_ANSWERS) {
                end(WarmedUp.Ending.FAILED, why);
            }
        }
    }

    private final class Echo implements Caller.Listener {
        @Override
        public boolean answered(long nanos) {
            echoes++;
            return !done.isDone();
        }

        @Override
        public void failed(String why) {
            end(WarmedUp.Ending.FAILED, why);
        }
    }
}
