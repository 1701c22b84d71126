package dev.tulle.proxy.http2;

import java.util.ArrayList;
import java.util.List;

/// Streams of one connection that have something to tell their sources when a flush is over: not in
/// the midst of it, for it may lead to the next write.
final class Settling {
    private final List<Due> due = new ArrayList<>();
    private boolean settling;

    /// A stream that waits to be settled once.
    interface Due {
        void settle();
    }

    void add(Due stream) {
        due.add(stream);
    }

    /// What becomes due meanwhile is settled too.
    void settle() {
        if (settling || due.isEmpty()) {
            return;
        }
        settling = true;
        for (int i = 0; i < due.size(); i++) {
            due.get(i).settle();
        }
        due.clear();
        settling = false;
    }
}
