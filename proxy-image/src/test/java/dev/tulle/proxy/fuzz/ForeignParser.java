package dev.tulle.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// HTTP/1 as somebody else reads it: Netty's codec, of which the proxy has no part.
public final class ForeignParser {
    private final EmbeddedChannel channel;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String start = "";

    /// Messages that are complete, as `METHOD target body` or `status body`.
    public final List<String> messages = new ArrayList<>();

    /// The fields of all heads so far.
    public final List<Map.Entry<String, String>> fields = new ArrayList<>();

    public int heads;

    /// What is no HTTP; nothing is read behind it.
    public boolean failed;

    private static HttpDecoderConfig strict() {
        return new HttpDecoderConfig()
                .setStrictLineParsing(true)
                .setMaxInitialLineLength(1 << 16)
                .setMaxHeaderSize(1 << 18);
    }

    private ForeignParser(EmbeddedChannel channel) {
        this.channel = channel;
    }

    public static ForeignParser ofRequests() {
        return new ForeignParser(new EmbeddedChannel(new HttpRequestDecoder(strict())));
    }

    /// Of requests as clients send them: equal lengths may be given twice (RFC 9110 section 8.6).
    public static ForeignParser ofRawRequests() {
        return new ForeignParser(
                new EmbeddedChannel(
                        new HttpRequestDecoder(strict().setAllowDuplicateContentLengths(true))));
    }

    /// `toHead` is asked for every final answer: whether it answers HEAD.
    public static ForeignParser ofAnswers(BooleanSupplier toHead) {
        return new ForeignParser(
                new EmbeddedChannel(
                        new HttpResponseDecoder(strict()) {
                            @Override
                            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                                boolean interim =
                                        message instanceof HttpResponse response
                                                && response.status().code() < 200;
                                return (!interim && toHead.getAsBoolean())
                                        || super.isContentAlwaysEmpty(message);
                            }
                        }));
    }

    public void read(byte[] bytes) {
        if (failed || bytes.length == 0) {
            return;
        }
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        take();
    }

    /// What came are answers that anybody can read, and at most so many of them are final.
    public void checkAnswers(int most) {
        assertThat(failed).as("the client cannot read what it got").isFalse();
        assertThat(messages.stream().filter(message -> message.charAt(0) > '1'))
                .as("final answers")
                .hasSizeLessThanOrEqualTo(most);
    }

    /// What is delimited by the end of its connection is complete then.
    public void end() {
        channel.finish();
        take();
    }

    public void release() {
        channel.finishAndReleaseAll();
    }

    private void take() {
        for (HttpObject object = channel.readInbound();
                object != null;
                object = channel.readInbound()) {
            failed |= object.decoderResult().isFailure();
            if (!failed) {
                take(object);
            }
            ReferenceCountUtil.release(object);
        }
    }

    private void take(HttpObject object) {
        if (object instanceof HttpMessage message) {
            heads++;
            fields.addAll(message.headers().entries());
            start = startOf(message);
            body.reset();
        }
        if (object instanceof HttpContent content) {
            body.writeBytes(ByteBufUtil.getBytes(content.content()));
        }
        if (object instanceof LastHttpContent) {
            messages.add(start + " " + body.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static String startOf(HttpMessage message) {
        return switch (message) {
            case HttpRequest request -> request.method() + " " + request.uri();
            case HttpResponse response -> Integer.toString(response.status().code());
            default -> "";
        };
    }
}
