package dev.tulle.proxy.listener;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// What both directions do with the channel of an accepted connection.
final class Accepted {
    private Accepted() {}

    /// Ends the connection at once: the peer sees a reset.
    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    static IpAddress peer(Channel channel) {
        return address(channel.remoteAddress()).ip();
    }

    static Address listener(Channel channel) {
        return address(channel.localAddress());
    }

    private static Address address(SocketAddress socket) {
        if (socket instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return new Address(IpAddress.of(inet.getAddress().getAddress()), inet.getPort());
        }
        throw new IllegalStateException(socket + " is no TCP address");
    }
}
