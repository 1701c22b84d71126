package dev.tulle.proxy.upstream;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/// Builds the pipeline of a connection to an endpoint; `tls` is null on a plain one.
public interface UpstreamPipelines {
    void build(ChannelPipeline pipeline, @Nullable ChannelHandler tls, ChannelHandler engine);
}
