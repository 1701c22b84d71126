package dev.tulle.proxy.upstream;

import dev.tulle.proxy.runtime.Ages;
import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Wheel;
import io.netty.channel.Channel;
import java.util.random.RandomGenerator;

/// Retires connections of one event loop that have grown old, so that endpoints that came later get
/// their share.
public final class ConnectionAges {
    private final Wheel wheel;
    private final RandomGenerator random;

    public ConnectionAges(Wheel wheel, RandomGenerator random) {
        this.wheel = wheel;
        this.random = random;
    }

    /// The connection was opened now; 0 lets it grow as old as it likes.
    void begin(HttpConnection connection, Channel channel, long maxAgeNanos) {
        if (maxAgeNanos > 0) {
            Deadline end = wheel.deadline(connection::retire);
            end.in(Ages.jittered(maxAgeNanos, random));
            channel.closeFuture().addListener(closed -> end.off());
        }
    }
}
