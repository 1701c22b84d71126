package dev.tulle.proxy;

import io.netty.util.internal.PlatformDependent;

/// How much of the direct memory that Netty may use is used.
record Memory(long most) {

    static Memory ofNetty() {
        return new Memory(PlatformDependent.maxDirectMemory());
    }

    long used() {
        return Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /// Between 0 and 1.
    double share() {
        return (double) used() / most;
    }
}
