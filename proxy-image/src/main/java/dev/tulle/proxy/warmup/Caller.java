package dev.tulle.proxy.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Asks again and again on one connection, one question at a time, until it is told to stop.
final class Caller extends SimpleChannelInboundHandler<ByteBuf> {
    static final long ENOUGH = -1;

    private final Question question;
    private final Ticker ticker;
    private final Listener listener;
    private final StringBuilder answer = new StringBuilder();
    private long askedNanos;
    private int asked;
    private boolean enough;

    /// What a caller tells.
    interface Listener {
        /// How long to wait before asking once more: nanoseconds, [#ENOUGH] to ask no more.
        long answered(long nanos);

        /// The connection is gone because nothing more was to be asked on it.
        void ended();

        void failed(String why);
    }

    Caller(Question question, Ticker ticker, Listener listener) {
        this.question = question;
        this.ticker = ticker;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ask(context);
    }

    private void ask(ChannelHandlerContext context) {
        answer.setLength(0);
        askedNanos = ticker.nanoTime();
        String text = question.text(asked);
        asked++;
        context.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
        answer.append(part.toString(StandardCharsets.ISO_8859_1));
        if (!question.answeredBy(answer)) {
            return;
        }
        long wait = listener.answered(ticker.nanoTime() - askedNanos);
        if (wait == 0) {
            ask(context);
        } else if (wait == ENOUGH) {
            enough = true;
            context.close();
        } else {
            context.executor().schedule(() -> ask(context), wait, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (enough) {
            listener.ended();
        } else {
            listener.failed(question.protocol() + ": closed after \"" + firstLine() + "\"");
        }
    }

    private String firstLine() {
        int end = answer.indexOf("\r\n");
        return answer.substring(0, Math.min(end < 0 ? answer.length() : end, 80));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.failed(question.protocol() + ": " + cause.getMessage());
        context.close();
    }
}
