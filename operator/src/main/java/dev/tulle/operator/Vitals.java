package dev.tulle.operator;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// What the parts of the running role say about themselves. Nothing is ready or alive before the
/// role has said what it consists of.
@Singleton
final class Vitals {

    /// A sentence for each thing that is not as it should be; none when all is well.
    interface Check extends Supplier<List<String>> {}

    private final List<Check> ready = new CopyOnWriteArrayList<>();
    private final List<Check> alive = new CopyOnWriteArrayList<>();

    void readyWhenQuiet(Check check) {
        ready.add(check);
    }

    void aliveWhileQuiet(Check check) {
        alive.add(check);
    }

    List<String> whyNotReady() {
        return ready.isEmpty() ? List.of("the role is starting") : ask(ready);
    }

    List<String> whyNotAlive() {
        return ask(alive);
    }

    private static List<String> ask(List<Check> checks) {
        return checks.stream().flatMap(check -> check.get().stream()).toList();
    }
}
