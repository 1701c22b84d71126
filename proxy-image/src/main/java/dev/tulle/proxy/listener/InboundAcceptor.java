package dev.tulle.proxy.listener;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.ProbeKind;
import dev.tulle.proxy.runtime.LoopConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/// Step 1 of a request to the own application: counts, guards, and looks up the port.
final class InboundAcceptor extends ChannelInitializer<Channel> {
    private final ListenerLoop parts;

    InboundAcceptor(ListenerLoop parts) {
        this.parts = parts;
    }

    @Override
    protected void initChannel(Channel channel) {
        Address original = parts.originalDestination().of(channel);
        LoopConfig config = parts.loop().config();
        if (config == null) {
            refuse(channel, Refusal.DISCOVERY_UNAVAILABLE);
        } else if (original == null
                || !parts.guard().inbound(original, Accepted.listener(channel), config.local())) {
            refuse(channel, Refusal.LOOP);
        } else if (!parts.loop().load().beginConnection()
                && !(mayProbe(channel, config, original) && parts.loop().load().beginProbe())) {
            refuse(channel, Refusal.CONNECTION_OVERFLOW);
        } else {
            begin(channel, config, original);
        }
    }

    /// Whether the kubelet may have opened it, to a port that it probes by HTTP.
    private boolean mayProbe(Channel channel, LoopConfig config, Address original) {
        return parts.probeSources().contains(config.local(), Accepted.peer(channel))
                && config.inbound().probes().stream()
                        .anyMatch(probe ->
                                probe.kind() == ProbeKind.HTTP && probe.port() == original.port());
    }

    private void begin(Channel channel, LoopConfig config, Address original) {
        InboundPort port = config.inbound().port(original.port());
        Caller.Remote caller =
                Caller.Remote.of(config.local(), Accepted.peer(channel), original, port, "");
        InboundConnection connection = new InboundConnection(channel, parts, caller);
        parts.observer().accepted(Direction.INBOUND);
        channel.closeFuture()
                .addListener(closed -> {
                    connection.closed();
                    parts.loop().load().connectionEnded();
                    parts.observer().closed(Direction.INBOUND);
                });
        connection.detect();
    }

    private void refuse(Channel channel, Refusal refusal) {
        parts.observer().refused(Direction.INBOUND, refusal);
        Accepted.reset(channel);
    }
}
