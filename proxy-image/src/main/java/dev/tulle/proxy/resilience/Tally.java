package dev.tulle.proxy.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts what is under way against a bound.
public sealed interface Tally {
    /// Counts one in, unless there are that many; [#leave] follows exactly once.
    boolean enter(int most);

    void leave();

    int count();

    /// Of one event loop, which has a share of the bound to itself.
    final class OfLoop implements Tally {
        private int count;

        @Override
        public boolean enter(int most) {
            if (count >= most) {
                return false;
            }
            count++;
            return true;
        }

        @Override
        public void leave() {
            count--;
        }

        @Override
        public int count() {
            return count;
        }
    }

    /// Of all event loops together, exact.
    final class OfAll implements Tally {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public boolean enter(int most) {
            if (count.incrementAndGet() > most) {
                count.decrementAndGet();
                return false;
            }
            return true;
        }

        @Override
        public void leave() {
            count.decrementAndGet();
        }

        @Override
        public int count() {
            return count.get();
        }
    }
}
