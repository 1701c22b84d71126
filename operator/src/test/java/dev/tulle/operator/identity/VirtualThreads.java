package dev.tulle.operator.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Clock and threads of a test: time moves only when told to, and everything runs in the test's own
/// thread, in the order of its time.
final class VirtualThreads implements IdentityThreads, InstantSource {
    private record Task(Instant at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
    private Instant now;
    private long number;

    VirtualThreads(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Runnable after(Duration delay, Runnable work) {
        Task task = new Task(delay.isNegative() ? now : now.plus(delay), number++, work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public void write(Runnable work) {
        after(Duration.ZERO, work);
    }

    @Override
    public void close() {
        tasks.clear();
    }

    void pass(Duration time) {
        Instant end = now.plus(time);
        while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
            Task task = tasks.remove();
            now = task.at();
            task.work().run();
        }
        now = end;
    }
}
