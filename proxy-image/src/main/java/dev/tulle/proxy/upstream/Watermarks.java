package dev.tulle.proxy.upstream;

import io.netty.channel.WriteBufferWaterMark;

/// How much may wait to be written on a connection before its source is paused.
public final class Watermarks {
    public static final WriteBufferWaterMark CONNECTION =
            new WriteBufferWaterMark(32 * 1_024, 64 * 1_024);

    public static final WriteBufferWaterMark TUNNEL =
            new WriteBufferWaterMark(64 * 1_024, 128 * 1_024);

    private Watermarks() {}
}
