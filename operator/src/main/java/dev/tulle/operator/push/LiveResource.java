package dev.tulle.operator.push;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One resource that streams want: its newest version, what came of it, and who wants it.
final class LiveResource {

    private final ResourceKey key;
    private final Set<ProxyStream> audience = new LinkedHashSet<>();
    private @Nullable Compiled newest;
    private @Nullable Compiled lastAccepted;
    private HoldBack holdBack = new HoldBack();
    private long unwantedSince;

    LiveResource(ResourceKey key) {
        this.key = key;
    }

    ResourceKey key() {
        return key;
    }

    Optional<Compiled> newest() {
        return Optional.ofNullable(newest);
    }

    void join(ProxyStream stream) {
        audience.add(stream);
    }

    void leave(ProxyStream stream, long now) {
        audience.remove(stream);
        unwantedSince = now;
    }

    List<ProxyStream> audience() {
        return List.copyOf(audience);
    }

    boolean isUnwantedSince(long time) {
        return audience.isEmpty() && unwantedSince - time <= 0;
    }

    boolean isWanted() {
        return !audience.isEmpty();
    }

    /// Takes what was compiled; true when it is another version.
    boolean update(Optional<Compiled> compiled) {
        String before = newest().map(Compiled::version).orElse("");
        if (compiled.map(Compiled::version).orElse("").equals(before)) {
            return false;
        }
        newest = compiled.orElse(null);
        holdBack = new HoldBack();
        return true;
    }

    Offer offer() {
        if (newest == null) {
            return new Offer.Absent();
        }
        return holdBack.isHeld()
                ? new Offer.HeldBack(newest, lastAccepted)
                : new Offer.Open(newest);
    }

    void accepted(Compiled version) {
        if (lastAccepted == null || newest == null || isNewest(version)) {
            lastAccepted = version;
        }
    }

    /// Counts a refusal; true when it is the one that holds the version back.
    boolean refused(Compiled version, String podUid, RejectionReason reason) {
        if (!isNewest(version)) {
            return false;
        }
        boolean before = holdBack.isHeld();
        holdBack.refused(podUid, reason, Restriction.of(version), audience.size());
        return holdBack.isHeld() && !before;
    }

    /// Whether somebody refused the newest version: the next one repairs it and must not wait.
    boolean isRefused() {
        return holdBack.isRefused();
    }

    boolean isHeldBack() {
        return holdBack.isHeld();
    }

    private boolean isNewest(Compiled version) {
        return newest != null && newest.version().equals(version.version());
    }

    PushFacts.ResourceFacts facts() {
        String state =
                switch (offer()) {
                    case Offer.Absent() -> "absent";
                    case Offer.Open _ -> "open";
                    case Offer.HeldBack _ -> "held-back";
                };
        return new PushFacts.ResourceFacts(
                key.type().name(),
                key.name(),
                isWanted() ? state : "unwanted",
                newest().map(Compiled::version).orElse(""),
                newest().stream()
                        .flatMap(compiled -> compiled.sources().stream())
                        .map(source ->
                                "%s %s/%s generation %d"
                                        .formatted(
                                                source.getKind(),
                                                source.getNamespace(),
                                                source.getName(),
                                                source.getGeneration()))
                        .toList(),
                audience.size());
    }
}
