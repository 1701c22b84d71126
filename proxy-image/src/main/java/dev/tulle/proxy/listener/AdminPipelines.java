package dev.tulle.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/// Pipelines away from traffic: the ports 15000 and 15020, and the probes that are made for the
/// kubelet. Netty's own codecs do here.
public final class AdminPipelines {
    private static final int LONGEST_LINE = 1_024;
    private static final int LONGEST_HEAD = 8_192;

    private AdminPipelines() {}

    /// `codec → pages`
    public static ChannelHandler server(Supplier<ChannelHandler> pages) {
        HttpDecoderConfig limits =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEAD);
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addLast("codec", new HttpServerCodec(limits));
                pipeline.addLast("pages", pages.get());
            }
        };
    }

    /// Nothing: the connection itself is the answer.
    public static ChannelHandler bare() {
        return new ChannelInboundHandlerAdapter();
    }

    /// `tls → codec → probe`
    public static ChannelHandler httpsClient(SslContext tls, ChannelHandler probe) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addLast("tls", tls.newHandler(channel.alloc()));
                pipeline.addLast("codec", new HttpClientCodec());
                pipeline.addLast("probe", probe);
            }
        };
    }

    private static ChannelHandler http2() {
        Http2Connection connection = new DefaultHttp2Connection(false);
        return new HttpToHttp2ConnectionHandlerBuilder()
                .connection(connection)
                .frameListener(
                        new InboundHttp2ToHttpAdapterBuilder(connection)
                                .maxContentLength(LONGEST_HEAD)
                                .build())
                .build();
    }

    /// `codec → probe`, with HTTP/2 from the first byte on
    public static ChannelHandler http2Client(ChannelHandler probe) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addLast("codec", http2());
                pipeline.addLast("probe", probe);
            }
        };
    }
}
