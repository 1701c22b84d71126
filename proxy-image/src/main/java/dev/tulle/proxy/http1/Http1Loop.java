package dev.tulle.proxy.http1;

/// What all HTTP/1 connections of one event loop share.
public final class Http1Loop {
    private final HeadBlocks blocks = new HeadBlocks();
    private final Limits limits = Limits.DEFAULT;

    HeadBlocks blocks() {
        return blocks;
    }

    Limits limits() {
        return limits;
    }
}
