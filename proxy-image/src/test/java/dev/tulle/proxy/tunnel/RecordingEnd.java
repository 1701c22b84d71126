package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An end that writes down what it is told; the test sets whether it takes more.
final class RecordingEnd implements TunnelEnd {
    final List<String> told = new ArrayList<>();
    boolean takesMore = true;
    @Nullable TunnelEnd joined;

    @Override
    public void join(TunnelEnd other) {
        told.add("join");
        joined = other;
    }

    @Override
    public void onFirst(Runnable bytes, Runnable end) {
        told.add("onFirst");
    }

    @Override
    public void write(ByteBuf bytes) {
        told.add(bytes.toString(StandardCharsets.US_ASCII));
        bytes.release();
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {
        told.add("FIN");
    }

    @Override
    public void reset() {
        told.add("RST");
    }

    @Override
    public boolean writable() {
        return takesMore;
    }

    @Override
    public void resume() {
        told.add("resume");
    }
}
