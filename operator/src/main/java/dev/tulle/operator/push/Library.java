package dev.tulle.operator.push;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The resources that some stream wants, each compiled once and shared by all. Used by one thread.
final class Library {

    private static final long KEPT = Duration.ofMinutes(10).toNanos();

    private final Compilation compilation;
    private final LongSupplier nanos;
    private final Map<ResourceName, LiveResource> resources = new HashMap<>();

    Library(Compilation compilation, LongSupplier nanos) {
        this.compilation = compilation;
        this.nanos = nanos;
    }

    /// A stream wants a resource: what it is to get, now and, by [ProxyStream#offered], later.
    Offer join(ResourceKey key, ProxyStream stream) {
        LiveResource resource =
                resources.computeIfAbsent(ResourceName.of(key), _ -> new LiveResource(key));
        if (!resource.isWanted()) {
            resource.update(compilation.compile(key));
        }
        resource.join(stream);
        return resource.offer();
    }

    void leave(ResourceName name, ProxyStream stream) {
        LiveResource resource = resources.get(name);
        if (resource != null) {
            resource.leave(stream, nanos.getAsLong());
        }
    }

    Optional<LiveResource> find(ResourceName name) {
        return Optional.ofNullable(resources.get(name)).filter(LiveResource::isWanted);
    }

    /// Compiles a resource again and offers it to everybody who wants it, when it has changed.
    ///
    /// @return whether it has changed
    boolean refresh(ResourceName name, ChangeClass changeClass) {
        Optional<LiveResource> found = find(name);
        if (found.isEmpty() || !found.get().update(compilation.compile(found.get().key()))) {
            return false;
        }
        tell(found.get(), changeClass);
        return true;
    }

    void accepted(ResourceName name, Compiled version) {
        find(name).ifPresent(resource -> resource.accepted(version));
    }

    void refused(ResourceName name, Compiled version, String podUid, RejectionReason reason) {
        Optional<LiveResource> found = find(name);
        if (found.isPresent() && found.get().refused(version, podUid, reason)) {
            tell(found.get(), ChangeClass.CONFIGURATION);
        }
    }

    /// Forgets what nobody has wanted for ten minutes.
    void expire() {
        long limit = nanos.getAsLong() - KEPT;
        resources
                .entrySet()
                .removeIf(entry -> {
                    boolean expired = entry.getValue().isUnwantedSince(limit);
                    if (expired) {
                        compilation.drop(entry.getValue().key());
                    }
                    return expired;
                });
    }

    int heldBack() {
        return (int) resources.values().stream().filter(LiveResource::isHeldBack).count();
    }

    List<PushFacts.ResourceFacts> facts() {
        return resources.values().stream()
                .map(LiveResource::facts)
                .sorted(
                        Comparator.comparing(PushFacts.ResourceFacts::type)
                                .thenComparing(PushFacts.ResourceFacts::name))
                .toList();
    }

    int size() {
        return resources.size();
    }

    private static void tell(LiveResource resource, ChangeClass changeClass) {
        ResourceName name = ResourceName.of(resource.key());
        Offer offer = resource.offer();
        resource.audience().forEach(stream -> stream.offered(name, offer, changeClass));
    }
}
