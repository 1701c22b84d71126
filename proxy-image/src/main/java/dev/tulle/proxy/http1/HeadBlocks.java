package dev.tulle.proxy.http1;

import java.util.ArrayDeque;

/// Blocks of one event loop that wait for their next head: an idle connection holds none.
final class HeadBlocks {
    private static final int MOST = 256;

    private final ArrayDeque<HeadBlock> free = new ArrayDeque<>();

    HeadBlock take() {
        HeadBlock block = free.pollLast();
        return block == null ? new HeadBlock() : block;
    }

    void giveBack(HeadBlock block) {
        block.clear();
        if (free.size() < MOST) {
            free.addLast(block);
        }
    }
}
