package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.Compiler;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Resources compiled from the newest view: what has changed is compiled again when somebody asks
/// for it, and not before.
public final class CompiledView implements Compilation {

    private final Compiler compiler;
    private final Set<ResourceKey> outdated = new HashSet<>();
    private ClusterView view = ClusterView.empty();

    public CompiledView(Compiler compiler) {
        this.compiler = compiler;
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
        return outdated.remove(key)
                ? Optional.ofNullable(compiler.recompile(key, view).after())
                : compiler.compiled(key, view);
    }

    @Override
    public void drop(ResourceKey key) {
        outdated.remove(key);
        compiler.drop(key);
    }
}
