package dev.tulle.proxy.listener;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.LoopConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/// Step 1 of a request of the own application: counts, guards, and asks for the destination.
final class OutboundAcceptor extends ChannelInitializer<Channel> {
    private final ListenerLoop parts;

    OutboundAcceptor(ListenerLoop parts) {
        this.parts = parts;
    }

    @Override
    protected void initChannel(Channel channel) {
        Address original = parts.originalDestination().of(channel);
        LoopConfig config = parts.loop().config();
        if (original == null || !parts.guard().outbound(original, Accepted.listener(channel))) {
            refuse(channel, Refusal.LOOP);
        } else if (config == null) {
            refuse(channel, Refusal.DISCOVERY_UNAVAILABLE);
        } else if (!parts.loop().load().beginConnection()) {
            refuse(channel, Refusal.CONNECTION_OVERFLOW);
        } else {
            Caller.Application caller =
                    new Caller.Application(config.local(), Accepted.peer(channel), original);
            begin(channel, new OutboundConnection(channel, parts, caller), original);
        }
    }

    private void begin(Channel channel, OutboundConnection connection, Address original) {
        parts.observer().accepted(Direction.OUTBOUND);
        channel.closeFuture()
                .addListener(closed -> {
                    connection.closed();
                    parts.loop().load().connectionEnded();
                    parts.observer().closed(Direction.OUTBOUND);
                });
        parts.loop().resolve(original, connection);
    }

    private void refuse(Channel channel, Refusal refusal) {
        parts.observer().refused(Direction.OUTBOUND, refusal);
        Accepted.reset(channel);
    }
}
