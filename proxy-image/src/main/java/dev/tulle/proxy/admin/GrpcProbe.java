package dev.tulle.proxy.admin;

import dev.tulle.proxy.admin.Prober.Result;
import dev.tulle.proxy.model.Probe;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.HttpConversionUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// One call of `grpc.health.v1.Health/Check` over cleartext HTTP/2, as the kubelet makes it;
/// SERVING is health. The message is so small that it is written and read by hand: field 1 of the
/// request is the service's name, field 1 of the answer is the state, and 1 means SERVING.
final class GrpcProbe extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int LONGEST_SERVICE = 120;
    private static final byte TEXT_FIELD_1 = 0x0a;
    private static final byte NUMBER_FIELD_1 = 0x08;
    private static final byte SERVING = 1;
    private static final int FRAME_HEAD = 5;

    private final Probe probe;
    private final CompletableFuture<Result> result;

    GrpcProbe(Probe probe, CompletableFuture<Result> result) {
        this.probe = probe;
        this.result = result;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        "/grpc.health.v1.Health/Check",
                        message(context));
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost:" + probe.port())
                .set(HttpConversionUtil.ExtensionHeaderNames.SCHEME.text(), "http")
                .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .set(HttpHeaderNames.TE, "trailers")
                .set(HttpHeaderNames.USER_AGENT, "tulle-probe");
        context.writeAndFlush(request);
    }

    private ByteBuf message(ChannelHandlerContext context) {
        byte[] service = probe.path().getBytes(StandardCharsets.UTF_8);
        int named = Math.min(service.length, LONGEST_SERVICE);
        int length = named == 0 ? 0 : named + 2;
        ByteBuf message = context.alloc().buffer(FRAME_HEAD + length);
        message.writeByte(0).writeInt(length);
        if (named > 0) {
            message.writeByte(TEXT_FIELD_1).writeByte(named).writeBytes(service, 0, named);
        }
        return message;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        ByteBuf body = response.content();
        int at = body.readerIndex() + FRAME_HEAD;
        boolean serving =
                body.readableBytes() >= FRAME_HEAD + 2
                        && body.getByte(at) == NUMBER_FIELD_1
                        && body.getByte(at + 1) == SERVING;
        result.complete(serving ? Result.up("SERVING") : Result.down(refusal(response)));
    }

    private static String refusal(FullHttpResponse response) {
        String trailer = response.trailingHeaders().get("grpc-status");
        String status = trailer == null ? response.headers().get("grpc-status") : trailer;
        return status == null || status.equals("0") ? "not SERVING" : "grpc status " + status;
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
