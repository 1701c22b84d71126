package dev.tulle.proxy.upstream;

import io.netty.channel.Channel;

/// The end of one attempt to connect; one of the methods is called once, on the loop.
public interface Dialed {
    void connected(Channel channel);

    void failed(ConnectFailure failure);
}
