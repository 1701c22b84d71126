package dev.tulle.operator.compile;

import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a resource when it is first asked for, and again when something that it read has changed.
/// Confined to one thread.
public final class Compiler {

    private final WorkloadTranslator workloads = new WorkloadTranslator();
    private final InboundTranslator inbounds = new InboundTranslator();
    private final DestinationTranslator destinations = new DestinationTranslator();
    private final RoutesTranslator routes;
    private final BackendTranslator backends = new BackendTranslator();
    private final EndpointsTranslator endpoints = new EndpointsTranslator();
    private final TrustBundleTranslator bundles;

    private final Map<ResourceKey, Entry> entries = new HashMap<>();
    private final Map<ViewKey, Set<ResourceKey>> readers = new HashMap<>();

    /// What is known of a demanded resource; one that cannot be made now is remembered as well.
    private record Entry(@Nullable Compiled compiled, Set<ViewKey> reads) {}

    /// @param trustBundle the ConfigMap that the operator publishes the roots in; its other objects
    ///   are in the same namespace
    public Compiler(ObjectName trustBundle) {
        this.bundles = new TrustBundleTranslator(trustBundle);
        this.routes = new RoutesTranslator(new AffinityTranslator(trustBundle.namespace()));
    }

    /// The resource; empty when the pod or bundle is not there. A resource that was made before is
    /// returned as it was then, until it is recompiled.
    public Optional<Compiled> compiled(ResourceKey key, ClusterView view) {
        Entry entry = entries.get(key);
        return Optional.ofNullable(
                entry == null ? compile(key, view).compiled() : entry.compiled());
    }

    /// Whether the resource was asked for before, and what was made of it is kept.
    public boolean holds(ResourceKey key) {
        return entries.containsKey(key);
    }

    /// The demanded resources that read one of these.
    public Set<ResourceKey> readersOf(Set<ViewKey> changed) {
        Set<ResourceKey> affected = new HashSet<>();
        for (ViewKey key : changed) {
            affected.addAll(readers.getOrDefault(key, Set.of()));
        }
        return affected;
    }

    public Recompiled recompile(ResourceKey key, ClusterView view) {
        Entry before = entries.get(key);
        Compiled after = compile(key, view).compiled();
        return new Recompiled(key, before == null ? null : before.compiled(), after);
    }

    /// Nobody asks for it any more.
    public void drop(ResourceKey key) {
        forgetReads(key, entries.remove(key));
    }

    /// How many resources of each type are kept.
    public Map<ResourceType, Integer> held() {
        Map<ResourceType, Integer> counts = new EnumMap<>(ResourceType.class);
        entries.keySet().forEach(key -> counts.merge(key.type(), 1, Integer::sum));
        return counts;
    }

    private Entry compile(ResourceKey key, ClusterView view) {
        RecordedReads reads = new RecordedReads(view);
        Compiled compiled = translate(key, reads).map(made -> Compiled.of(key, made)).orElse(null);
        Entry entry = new Entry(compiled, reads.asked());
        forgetReads(key, entries.put(key, entry));
        entry.reads().forEach(read -> readers.computeIfAbsent(read, _ -> new HashSet<>()).add(key));
        return entry;
    }

    private Optional<Translation> translate(ResourceKey key, Reads reads) {
        return switch (key) {
            case WorkloadKey workload -> workloads.translate(workload, reads);
            case InboundKey inbound -> Optional.of(inbounds.translate(inbound, reads));
            case DestinationKey destination ->
                    Optional.of(destinations.translate(destination, reads));
            case RoutesKey of -> routes.translate(of, reads);
            case BackendKey backend -> backends.translate(backend, reads);
            case EndpointsKey of -> endpoints.translate(of, reads);
            case TrustBundleKey bundle -> bundles.translate(bundle, reads);
        };
    }

    private void forgetReads(ResourceKey key, @Nullable Entry entry) {
        if (entry == null) {
            return;
        }
        for (ViewKey read : entry.reads()) {
            readers.computeIfPresent(
                    read,
                    (_, keys) -> {
                        keys.remove(key);
                        return keys.isEmpty() ? null : keys;
                    });
        }
    }
}
