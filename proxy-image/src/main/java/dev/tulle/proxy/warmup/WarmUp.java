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
import java.util.function.BooleanSupplier;

/// Calls through a pair of engines that somebody else has put together on private sockets: at first
/// without a pause, until answers come steadily or the time is up, and then, while the proxy serves
/// and nobody calls it, at half the pace for a moment more. It never fails: a proxy that could not
/// warm up serves all the same.
public final class WarmUp {
    /// What it may cost every start.
    private static final Duration BEFORE = Duration.ofMillis(100);

    /// The application has just been let go, and its first callers are on their way.
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    private static final int HTTP2_ANSWERS = 20;

    /// Before the first answer stands the loading of every class on the way.
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Ticker ticker;
    private final BooleanSupplier called;
    private final Steadiness http = new Steadiness();
    private final CompletableFuture<WarmedUp> done = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int http2;
    private int echoes;
    private long startedNanos;

    /// `loop` is one that will serve; `called` tells whether it does, for real callers.
    public WarmUp(EventLoop loop, Ticker ticker, BooleanSupplier called) {
        this.loop = loop;
        this.ticker = ticker;
        this.called = called;
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

    /// Calls through the socket where captured connections of the application would come in. What
    /// is returned is done when the proxy may serve.
    public CompletionStage<WarmedUp> run(InetSocketAddress entry) {
        startedNanos = ticker.nanoTime();
        call(entry, new Caller(new Question.Http(), ticker, new Http()));
        call(entry, new Caller(new Question.Http2(), ticker, new Http2()));
        shake(entry);
        after(FIRST_ANSWER, () -> end(WarmedUp.Ending.FAILED, "no answer in time"));
        return done;
    }

    /// Done when nothing is called any more.
    public CompletionStage<Void> over() {
        return over;
    }

    /// Each opaque connection has one of its own between the proxies: this is how handshakes of TLS
    /// are had, for which the first callers would otherwise wait.
    private void shake(InetSocketAddress entry) {
        call(entry, new Caller(new Question.Opaque(), ticker, new Echo(entry)));
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
        int answers = http.count() + http2 + echoes;
        boolean first = done.complete(new WarmedUp(answers, took, ending, sentence));
        if (ending == WarmedUp.Ending.FAILED) {
            over.complete(null);
        } else if (first) {
            after(AFTERWARDS, () -> over.complete(null));
        }
    }

    private void after(Duration duration, Runnable then) {
        loop.schedule(then, duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// What comes after a call that took so long.
    private long pause(long nanos) {
        if (!done.isDone()) {
            return 0;
        }
        if (called.getAsBoolean()) {
            over.complete(null);
        }
        return over.isDone() ? Caller.ENOUGH : nanos;
    }

    private final class Http implements Caller.Listener {
        @Override
        public long answered(long nanos) {
            http.add(nanos);
            if (http.count() == 1) {
                String sentence = "after " + BEFORE.toMillis() + " ms";
                after(BEFORE, () -> end(WarmedUp.Ending.TIME_UP, sentence));
            }
            if (http.steady()) {
                end(WarmedUp.Ending.STEADY, "answers come steadily");
            }
            return pause(nanos);
        }

        @Override
        public void ended() {}

        @Override
        public void failed(String why) {
            end(WarmedUp.Ending.FAILED, why);
        }
    }

    /// Enough to have everything in place. Compiling it is left to those that use it: most do not.
    private final class Http2 implements Caller.Listener {
        @Override
        public long answered(long nanos) {
            http2++;
            return http2 < HTTP2_ANSWERS ? pause(nanos) : Caller.ENOUGH;
        }

        @Override
        public void ended() {}

        @Override
        public void failed(String why) {
            end(WarmedUp.Ending.FAILED, why);
        }
    }

    private final class Echo implements Caller.Listener {
        private final InetSocketAddress entry;
        private final long beganNanos = ticker.nanoTime();

        private Echo(InetSocketAddress entry) {
            this.entry = entry;
        }

        @Override
        public long answered(long nanos) {
            echoes++;
            return Caller.ENOUGH;
        }

        @Override
        public void ended() {
            long pause = pause(ticker.nanoTime() - beganNanos);
            if (pause != Caller.ENOUGH) {
                loop.schedule(() -> shake(entry), pause, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void failed(String why) {
            end(WarmedUp.Ending.FAILED, why);
        }
    }
}
