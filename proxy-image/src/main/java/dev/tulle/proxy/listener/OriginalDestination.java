package dev.tulle.proxy.listener;

import dev.tulle.proxy.model.Address;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What a captured connection was made to.
public interface OriginalDestination {
    /// Null when the connection was not captured.
    @Nullable Address of(Channel channel);
}
