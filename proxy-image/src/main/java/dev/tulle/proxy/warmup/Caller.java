package dev.tulle.proxy.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;

/// Asks again and again on one connection, one question at a time, until it is told to stop.
final class Caller extends SimpleChannelInboundHandler<ByteBuf> {
    private final Question question;
    private final Ticker ticker;
    private final Listener listener;
    private final StringBuilder answer = new StringBuilder();
    private long askedNanos;
    private int asked;

    /// What a caller tells.
    interface Listener {
        /// Whether to ask once more.
        boolean answered(long nanos);

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
        if (listener.answered(ticker.nanoTime() - askedNanos)) {
            ask(context);
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.failed(question.protocol() + ": closed after \"" + firstLine() + "\"");
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
