package dev.tulle.proxy.listener;

import dev.tulle.proxy.upstream.UpstreamPipelines;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/// Pipelines of connections to endpoints.
public final class Pipelines implements UpstreamPipelines {
    @Override
    public void build(
            ChannelPipeline pipeline, @Nullable ChannelHandler tls, ChannelHandler engine) {
        if (tls != null) {
            pipeline.addLast(HandlerNames.TLS, tls);
        }
        pipeline.addLast(HandlerNames.ENGINE, engine);
    }
}
