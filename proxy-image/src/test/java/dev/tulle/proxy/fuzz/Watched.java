package dev.tulle.proxy.fuzz;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// Handlers that close their connection on any exception, as the last ones of a pipeline do, hide
/// what is wrong with themselves. In front of them stands one of these, which remembers it; that a
/// connection is gone is nobody's fault.
public final class Watched {
    private final List<Throwable> caught = new ArrayList<>();

    public ChannelHandler watch(ChannelHandler handler) {
        Class<?>[] sides =
                handler instanceof ChannelOutboundHandler
                        ? new Class<?>[] {ChannelInboundHandler.class, ChannelOutboundHandler.class}
                        : new Class<?>[] {ChannelInboundHandler.class};
        return (ChannelHandler)
                Proxy.newProxyInstance(
                        Watched.class.getClassLoader(),
                        sides,
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("exceptionCaught")
                                    && !(arguments[1] instanceof IOException)) {
                                caught.add((Throwable) arguments[1]);
                            }
                            try {
                                return method.invoke(handler, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    public void caughtNothing() {
        if (!caught.isEmpty()) {
            throw new AssertionError("an exception in a handler", caught.getFirst());
        }
    }
}
