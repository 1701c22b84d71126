package dev.tulle.proxy.http1;

/// What one message may take, in bytes unless it says otherwise.
record Limits(
        int startLine,
        int head,
        int fields,
        int trailers,
        int methodLength,
        int chunkLine,
        int chunkExtensions) {
    static final Limits DEFAULT = new Limits(8_192, 65_536, 128, 8_192, 20, 256, 4_096);
}
