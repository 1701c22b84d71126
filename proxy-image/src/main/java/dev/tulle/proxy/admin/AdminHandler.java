package dev.tulle.proxy.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Answers requests by the routes of its port. A body that comes along is not looked at.
@ChannelHandler.Sharable
final class AdminHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.admin");

    private final Routes routes;

    AdminHandler(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (!(message instanceof HttpRequest request)) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            write(context, Answer.text(400, "not a request: expected HTTP/1.1"), false);
            return;
        }
        boolean keep =
                HttpUtil.isKeepAlive(request) && !HttpUtil.isTransferEncodingChunked(request);
        answer(request)
                .whenComplete((answer, error) -> {
                    if (error == null) {
                        write(context, answer, keep);
                    } else {
                        write(context, Answer.text(500, "this page failed"), false);
                    }
                });
    }

    private CompletionStage<Answer> answer(HttpRequest request) {
        try {
            return routes.answer(request.method().name(), request.uri());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "an admin page failed",
                    new Object[] {Map.entry("uri", request.uri()), Map.entry("why", e.toString())});
            return CompletableFuture.failedStage(e);
        }
    }

    private static void write(ChannelHandlerContext context, Answer answer, boolean keep) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (keep) {
            context.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
