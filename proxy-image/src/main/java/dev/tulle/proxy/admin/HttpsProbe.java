package dev.tulle.proxy.admin;

import dev.tulle.proxy.admin.Prober.Result;
import dev.tulle.proxy.model.Probe;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.CompletableFuture;

/// One GET over TLS; 200 to 399 is health, as for the kubelet.
final class HttpsProbe extends SimpleChannelInboundHandler<HttpObject> {
    private final Probe probe;
    private final CompletableFuture<Result> result;

    HttpsProbe(Probe probe, CompletableFuture<Result> result) {
        this.probe = probe;
        this.result = result;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                context.writeAndFlush(request());
            } else {
                result.complete(Result.down("TLS failed: " + done.cause().getMessage()));
            }
        }
    }

    private DefaultFullHttpRequest request() {
        String path = probe.path().isEmpty() ? "/" : probe.path();
        String host = probe.host().isEmpty() ? "localhost" : probe.host();
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.USER_AGENT, "tulle-probe")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpResponse response) {
            int status = response.status().code();
            boolean up = status >= 200 && status < 400;
            String sentence = "answered " + status;
            result.complete(up ? Result.up(sentence) : Result.down(sentence));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        result.complete(Result.down("closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        result.complete(Result.down(String.valueOf(cause.getMessage())));
    }
}
