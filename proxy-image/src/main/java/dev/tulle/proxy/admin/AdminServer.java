package dev.tulle.proxy.admin;

import dev.tulle.proxy.listener.AdminPipelines;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;

/// A port that answers by HTTP, on the control loop.
public final class AdminServer {
    private final EventLoop control;
    private final Routes routes;

    public AdminServer(EventLoop control, List<AdminEndpoint> endpoints) {
        this.control = control;
        this.routes = new Routes(endpoints);
    }

    /// Waits until the port is bound; not to be called on the control loop.
    ///
    /// @throws IllegalStateException in one line, when the port is taken
    public Channel bind(InetSocketAddress address) {
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(control, control)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(AdminPipelines.server(() -> new AdminHandler(routes)));
        var bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot bind " + address + ": " + bound.cause() + "; is another proxy there?",
                    bound.cause());
        }
        return bound.channel();
    }
}
