package dev.tulle.operator;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.install.InstallRoom;
import dev.tulle.operator.metrics.ApplyMetrics;
import dev.tulle.operator.metrics.StatusMetrics;
import dev.tulle.operator.metrics.ViewMetrics;
import dev.tulle.operator.status.StatusObservers;
import dev.tulle.operator.status.StatusWriter;
import dev.tulle.operator.status.TransitionEvents;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/// What both roles are made from: the client, the clock, and writers under a field manager.
@Singleton
final class RoleParts {

    private static final double MILLIS = 1_000;

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final MeterRegistry registry;
    private final Vitals vitals;
    private final ApplyObserver applies;
    private final Clock clock = Clock.systemUTC();

    RoleParts(
            OperatorSettings settings,
            KubernetesClient client,
            MeterRegistry registry,
            Vitals vitals) {
        this.settings = settings;
        this.client = client;
        this.registry = registry;
        this.vitals = vitals;
        this.applies = new ApplyMetrics(registry);
    }

    OperatorSettings settings() {
        return settings;
    }

    KubernetesClient client() {
        return client;
    }

    MeterRegistry registry() {
        return registry;
    }

    Vitals vitals() {
        return vitals;
    }

    Clock clock() {
        return clock;
    }

    ApplyObserver applies() {
        return applies;
    }

    ClusterInformers informers(Set<ViewKind> kinds) {
        return new ClusterInformers(
                client,
                settings.pod().namespace(),
                kinds,
                System::nanoTime,
                new ViewMetrics(registry));
    }

    ThreadPulse pulse(ClusterInformers informers, Duration patience) {
        return new ThreadPulse(
                "the view thread", informers.viewThread(), System::nanoTime, patience);
    }

    /// A series that says how old something is, in seconds.
    void ageOf(String name, Supplier<Duration> age) {
        Gauge.builder(name, age, now -> now.get().toMillis() / MILLIS)
                .strongReference(true)
                .register(registry);
    }

    Events events(FieldOwner manager) {
        return new Events(client, manager, settings.pod().name(), clock, applies);
    }

    Applier applier(FieldOwner manager) {
        return new Applier(client, manager, events(manager), applies);
    }

    InstallRoom.Writers writers(FieldOwner manager) {
        Applier applier = applier(manager);
        return new InstallRoom.Writers(
                new Creator(client, applies), applier, new Remover(client, applier, applies));
    }

    StatusWriter statuses(FieldOwner manager) {
        return new StatusWriter(
                clock,
                StatusObservers.of(
                        new StatusMetrics(registry), new TransitionEvents(events(manager))));
    }
}
