package dev.tulle.proxy;

import io.netty.util.internal.PlatformDependent;

/// How much of the direct memory that Netty may use is used. Looked at now and then, read on every
/// request.
final class Memory {
    private static final double SHORT = 0.8;

    private final long most;
    private volatile long used;

    private Memory(long most) {
        this.most = most;
    }

    static Memory ofNetty() {
        return new Memory(PlatformDependent.maxDirectMemory());
    }

    void look() {
        used = Math.max(0, PlatformDependent.usedDirectMemory());
    }

    long used() {
        return used;
    }

    boolean isShort() {
        return used > SHORT * most;
    }
}
