package dev.tulle.proxy.listener;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Asks the kernel, which kept it when it redirected the connection (linux/netfilter_ipv4.h,
/// netfilter_ipv6/ip6_tables.h). The answer is a sockaddr: port in bytes 2 and 3, address from byte
/// 4 in IPv4, from byte 8 in IPv6.
public final class SocketOriginalDestination implements OriginalDestination {
    private static final int SO_ORIGINAL_DST = 80;
    private static final int SOL_IP = 0;
    private static final int SOL_IPV6 = 41;
    private static final RawUnixChannelOption IPV4 =
            new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, SO_ORIGINAL_DST, 16);
    private static final RawUnixChannelOption IPV6 =
            new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", SOL_IPV6, SO_ORIGINAL_DST, 28);

    @Override
    public @Nullable Address of(Channel channel) {
        boolean ipv4 =
                channel.localAddress() instanceof InetSocketAddress local
                        && local.getAddress() instanceof Inet4Address;
        try {
            ByteBuffer answer = channel.config().getOption(ipv4 ? IPV4 : IPV6);
            byte[] ip = new byte[ipv4 ? 4 : 16];
            answer.get(ipv4 ? 4 : 8, ip);
            int port = Short.toUnsignedInt(answer.getShort(2));
            return port == 0 ? null : new Address(IpAddress.of(ip), port);
        } catch (ChannelException notRedirected) {
            return null;
        }
    }
}
