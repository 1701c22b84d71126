package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Those who wait on one loop for destinations that discovery was asked about: at most 256 for
/// each, at most 5 s, for a discovery that has just been started on a busy node may need seconds.
/// For one that is away nobody waits.
final class Parking {
    private static final int MOST_PER_KEY = 256;
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    private final Wheel wheel;
    private final DestinationDemand demand;
    private final Map<Address, Lot> lots = new HashMap<>();

    private record Lot(List<DestinationWaiter> waiters, Deadline deadline) {}

    Parking(Wheel wheel, DestinationDemand demand) {
        this.wheel = wheel;
        this.demand = demand;
    }

    void park(Address address, DestinationWaiter waiter) {
        Lot lot = lots.get(address);
        if (lot == null) {
            lot = new Lot(new ArrayList<>(1), wheel.deadline(() -> unanswered(address)));
            lots.put(address, lot);
            lot.waiters().add(waiter);
            lot.deadline().in(LONGEST_NANOS);
            demand.wanted(address);
        } else if (lot.waiters().size() < MOST_PER_KEY) {
            lot.waiters().add(waiter);
        } else {
            waiter.overflow();
        }
    }

    void unanswered(Address address) {
        Lot lot = lots.remove(address);
        if (lot != null) {
            lot.deadline().off();
            lot.waiters().forEach(DestinationWaiter::unavailable);
        }
    }

    /// Lets those go whose destination is known now.
    void release(LoopConfig config) {
        if (lots.isEmpty()) {
            return;
        }
        for (Address address : List.copyOf(lots.keySet())) {
            RouteRuntime route = config.route(address);
            if (route != null) {
                Lot lot = Objects.requireNonNull(lots.remove(address));
                lot.deadline().off();
                lot.waiters().forEach(waiter -> waiter.known(route));
            }
        }
    }
}
