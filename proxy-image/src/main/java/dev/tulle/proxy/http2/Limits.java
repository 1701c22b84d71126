package dev.tulle.proxy.http2;

import java.util.concurrent.TimeUnit;

/// What one connection may take and what its peer may do, in bytes and frames.
final class Limits {
    static final int STREAMS = 1_024;
    static final int HEADER_LIST = 65_536;
    static final int FRAME = 16_384;
    static final int STREAM_WINDOW = 256 * 1_024;
    static final int CONNECTION_WINDOW = 1_024 * 1_024;

    /// Of one stream, before the source of what is written is paused, and when it goes on.
    static final int HIGH_WATER = 65_536;

    static final int LOW_WATER = 32_768;

    static final int SMALL_CONTINUATIONS = 16;
    static final int EMPTY_DATA = 2;
    static final int RESETS = 200;
    static final int SETTINGS = 200;
    static final long LONG_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final int PINGS = 1_000;
    static final int PRIORITIES = 1_000;
    static final int SMALL_WINDOW_UPDATES = 10_000;
    static final int SMALL_WINDOW_UPDATE = 256;
    static final long SHORT_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final int QUEUED_CONTROL_FRAMES = 10_000;

    private Limits() {}
}
