package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.Compiler;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Resources compiled from the newest view: what has changed is compiled again when somebody asks
/// for it, and not before.
public final class CompiledView implements Compilation {

    private final Compiler compiler;
    private final LongSupplier nanos;
    private final PushObserver observer;
    private final Set<ResourceKey> outdated = new HashSet<>();
    private ClusterView view = ClusterView.empty();

    /// @param nanos a clock that only goes forward
    public CompiledView(Compiler compiler, LongSupplier nanos, PushObserver observer) {
        this.compiler = compiler;
        this.nanos = nanos;
        this.observer = observer;
    }

    @Override
    public Set<ResourceKey> advance(ViewChange change) {
        view = change.after();
        Set<ResourceKey> affected = compiler.readersOf(change.changed());
        outdated.addAll(affected);
        return affected;
    }

    @Override
    public Optional<Compiled> compile(ResourceKey key) {
        boolean isNew = outdated.remove(key) || !compiler.holds(key);
        if (!isNew) {
            return compiler.compiled(key, view);
        }
        long start = nanos.getAsLong();
        Optional<Compiled> made = Optional.ofNullable(compiler.recompile(key, view).after());
        observer.compiled(key.type(), nanos.getAsLong() - start);
        return made;
    }

    @Override
    public void drop(ResourceKey key) {
        outdated.remove(key);
        compiler.drop(key);
    }
}
