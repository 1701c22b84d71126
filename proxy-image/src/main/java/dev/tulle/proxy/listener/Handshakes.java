package dev.tulle.proxy.listener;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/// Handshakes of one event loop that are under way: beyond the bound nothing more is accepted until
/// some are over.
public final class Handshakes {
    private final int most;
    private final List<Channel> listeners = new ArrayList<>(2);
    private int underWay;
    private boolean paused;

    public Handshakes(int most) {
        this.most = most;
    }

    void pauses(Channel listener) {
        listeners.add(listener);
    }

    void begun() {
        underWay++;
        if (underWay >= most && !paused) {
            paused = true;
            listeners.forEach(listener -> listener.config().setAutoRead(false));
        }
    }

    void ended() {
        underWay--;
        if (underWay < most && paused) {
            paused = false;
            listeners.forEach(listener -> listener.config().setAutoRead(true));
        }
    }
}
