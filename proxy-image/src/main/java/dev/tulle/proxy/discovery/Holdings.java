package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.TrustBundle;
import dev.tulle.proxy.runtime.MeshConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that was accepted, over every stream to every replica. A resource comes into force when all
/// it refers to is there, and leaves when nothing refers to it any more; so what is composed from
/// here never dangles.
final class Holdings {
    static final int LARGEST = 1 << 20;
    static final Duration REFERENCE_PATIENCE = Duration.ofSeconds(15);
    static final Duration OLDER_KEPT_OUT = Duration.ofSeconds(60);

    private final Shelf<TrustBundle> bundles =
            new Shelf<>(ResourceType.TRUST_BUNDLE, new TrustBundleDecoder());
    private final Shelf<Endpoints> endpoints =
            new Shelf<>(ResourceType.ENDPOINTS, new EndpointsDecoder());
    private final Shelf<Backend> backends = new Shelf<>(ResourceType.BACKEND, new BackendDecoder());
    private final Shelf<Routes> routes = new Shelf<>(ResourceType.ROUTES, new RoutesDecoder());
    private final Shelf<Inbound> inbounds = new Shelf<>(ResourceType.INBOUND, new InboundDecoder());
    private final Shelf<Destination> destinations =
            new Shelf<>(ResourceType.DESTINATION, new DestinationDecoder());
    private final Shelf<LocalWorkload> workloads =
            new Shelf<>(ResourceType.WORKLOAD, new WorkloadDecoder());
    private final Map<ResourceType, Shelf<?>> shelves = new EnumMap<>(ResourceType.class);
    private final TrustTarget trust;

    Holdings(TrustTarget trust) {
        this.trust = trust;
        shelves.put(ResourceType.TRUST_BUNDLE, bundles);
        shelves.put(ResourceType.ENDPOINTS, endpoints);
        shelves.put(ResourceType.BACKEND, backends);
        shelves.put(ResourceType.ROUTES, routes);
        shelves.put(ResourceType.INBOUND, inbounds);
        shelves.put(ResourceType.DESTINATION, destinations);
        shelves.put(ResourceType.WORKLOAD, workloads);
    }

    Outcome accept(ResourceKey key, String version, ByteString bytes, long nowNanos) {
        return accept(shelf(key), key, version, bytes, nowNanos);
    }

    private <T> Outcome accept(
            Shelf<T> shelf, ResourceKey key, String version, ByteString bytes, long nowNanos) {
        if (bytes.size() > LARGEST) {
            String sentence = key + " has " + bytes.size() + " bytes: expected at most " + LARGEST;
            return refused(key, version, RejectionReason.LIMIT_EXCEEDED, sentence);
        }
        try {
            Held<T> candidate = shelf.decode(key.name(), version, bytes);
            Held<T> before = shelf.held(key.name());
            if (before != null && older(candidate, before)) {
                shelf.park(candidate, Shelf.Why.OLDER_GENERATION, nowNanos);
                return new Outcome.KeptOut(key);
            }
            if (!missing(candidate).isEmpty()) {
                shelf.park(candidate, Shelf.Why.MISSING_REFERENCE, nowNanos);
                return new Outcome.Waits(key);
            }
            return enforce(shelf, candidate);
        } catch (RefusedResourceException e) {
            return new Outcome.Refused(key, version, e.refusal());
        } catch (InvalidProtocolBufferException e) {
            return refused(
                    key, version, RejectionReason.INVALID_FIELD, key + " cannot be read: " + e);
        }
    }

    /// Brings what waited for a reference into force as far as that has come, and ends what waited
    /// too long. Types go in order, so that one pass serves chains of references.
    List<Outcome> settle(long nowNanos) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Shelf<?> shelf : shelves.values()) {
            settle(shelf, nowNanos, outcomes);
        }
        return outcomes;
    }

    boolean anyWaits() {
        return shelves.values().stream().anyMatch(shelf -> !shelf.waiting().isEmpty());
    }

    private <T> void settle(Shelf<T> shelf, long nowNanos, List<Outcome> outcomes) {
        for (Shelf.Waiting<T> waiting : List.copyOf(shelf.waiting().values())) {
            Held<T> candidate = waiting.candidate();
            long waited = nowNanos - waiting.sinceNanos();
            switch (waiting.why()) {
                case MISSING_REFERENCE -> {
                    Set<ResourceKey> missing = missing(candidate);
                    if (missing.isEmpty()) {
                        outcomes.add(enforce(shelf, candidate));
                    } else if (waited >= REFERENCE_PATIENCE.toNanos()) {
                        shelf.waiting().remove(candidate.key().name());
                        outcomes.add(unresolved(candidate, missing));
                    }
                }
                case OLDER_GENERATION -> {
                    if (waited >= OLDER_KEPT_OUT.toNanos() && missing(candidate).isEmpty()) {
                        outcomes.add(enforce(shelf, candidate));
                    }
                }
            }
        }
    }

    private <T> Outcome enforce(Shelf<T> shelf, Held<T> candidate) {
        if (candidate.value() instanceof TrustBundle bundle) {
            try {
                trust.accept(bundle);
            } catch (IllegalArgumentException e) {
                String sentence = String.valueOf(e.getMessage());
                shelf.waiting().remove(candidate.key().name());
                return refused(
                        candidate.key(),
                        candidate.version(),
                        RejectionReason.INVALID_FIELD,
                        sentence);
            }
        }
        Held<T> before = shelf.put(candidate);
        return new Outcome.Accepted(candidate.key(), () -> shelf.undo(candidate, before));
    }

    private static boolean older(Held<?> candidate, Held<?> before) {
        return SourceStamp.goesBack(before.decoded().sources(), candidate.decoded().sources());
    }

    private Set<ResourceKey> missing(Held<?> candidate) {
        return candidate.decoded().references().stream()
                .filter(reference -> !shelf(reference).offers(reference.name()))
                .collect(Collectors.toSet());
    }

    private static Outcome unresolved(Held<?> candidate, Set<ResourceKey> missing) {
        Set<String> names = new TreeSet<>();
        missing.forEach(each -> names.add(each.toString()));
        String sentence =
                "%s refers to %s, which did not come within %d s"
                        .formatted(
                                candidate.key(),
                                String.join(", ", names),
                                REFERENCE_PATIENCE.toSeconds());
        return refused(
                candidate.key(),
                candidate.version(),
                RejectionReason.UNRESOLVED_REFERENCE,
                sentence);
    }

    private static Outcome refused(
            ResourceKey key, String version, RejectionReason reason, String sentence) {
        return new Outcome.Refused(key, version, new Refusal(reason, "", sentence));
    }

    /// Discovery no longer sends the resource. It stays in force while something refers to it; the
    /// own Workload stays to the end, for a pod that is deleted still drains.
    void withdraw(ResourceKey key) {
        switch (key.type()) {
            case WORKLOAD -> {}
            case DESTINATION -> destinations.drop(key.name());
            case TRUST_BUNDLE, ENDPOINTS, BACKEND, ROUTES, INBOUND ->
                    shelf(key).withdraw(key.name());
        }
    }

    /// Drops what was withdrawn and is not referred to any more.
    void sweep() {
        boolean again = true;
        while (again) {
            Set<ResourceKey> referred = new HashSet<>();
            shelves.values().forEach(shelf -> referredFrom(shelf, referred));
            again = false;
            for (Shelf<?> shelf : shelves.values()) {
                again |= shelf.sweep(referred);
            }
        }
    }

    private static void referredFrom(Shelf<?> shelf, Set<ResourceKey> into) {
        shelf.held().values().forEach(held -> into.addAll(held.decoded().references()));
    }

    /// The whole configuration; empty until the own Workload is in force.
    Optional<MeshConfig> compose() {
        Optional<LocalWorkload> local =
                workloads.held().values().stream().map(Held::value).findFirst();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        Held<Inbound> inbound = inbounds.held(local.get().inbound());
        if (inbound == null) {
            return Optional.empty();
        }
        Map<Address, Destination> byAddress = new HashMap<>();
        for (Held<Destination> each : destinations.held().values()) {
            byAddress.put(each.value().address(), each.value());
        }
        return Optional.of(
                new MeshConfig(
                        local.get(),
                        inbound.value(),
                        byAddress,
                        values(routes),
                        values(backends),
                        values(endpoints)));
    }

    private static <T> Map<String, T> values(Shelf<T> shelf) {
        return shelf.held().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().value()));
    }

    boolean holds(ResourceKey key) {
        return shelf(key).held(key.name()) != null;
    }

    Optional<String> version(ResourceKey key) {
        @Nullable Held<?> held = shelf(key).held(key.name());
        return held == null ? Optional.empty() : Optional.of(held.version());
    }

    /// What a new stream may leave out.
    Map<String, String> versions(ResourceType type) {
        Map<String, String> versions = new HashMap<>();
        forEach(type, (key, held) -> versions.put(key.name(), held.version()));
        return versions;
    }

    void forEach(ResourceType type, BiConsumer<ResourceKey, Held<?>> visit) {
        Collection<? extends Held<?>> all = shelf(type).held().values();
        all.forEach(held -> visit.accept(held.key(), held));
    }

    private Shelf<?> shelf(ResourceKey key) {
        return shelf(key.type());
    }

    private Shelf<?> shelf(ResourceType type) {
        return switch (type) {
            case TRUST_BUNDLE -> bundles;
            case ENDPOINTS -> endpoints;
            case BACKEND -> backends;
            case ROUTES -> routes;
            case INBOUND -> inbounds;
            case DESTINATION -> destinations;
            case WORKLOAD -> workloads;
        };
    }
}
