package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// In which order what waits for one stream is sent.
///
/// 1. Endpoints of a backend that lost some: ahead of everything and past the window. At most one
///    version of a resource is on its way, so this stays bounded.
/// 2. While the window is open: what is new, in the order of [ResourceType], so that what is
///    referred to arrives before what refers to it.
/// 3. While the window is open: withdrawals, in the reverse order, once nothing refers to them.
final class Schedule {

    private static final int MOST_BYTES = 512 * 1024;
    private static final int MOST_NAMES = 1_000;

    private final Map<ResourceName, Row> rows;
    private final SendWindow window;
    private final Predicate<ResourceName> mayWithdraw;
    private final LongSupplier nanos;
    private final Set<ResourceType> open = EnumSet.noneOf(ResourceType.class);
    private final Pending news = new Pending();
    private final Pending leaving = new Pending();
    private final Set<ResourceName> urgent = new LinkedHashSet<>();

    /// Shares rows and window with the stream that it works for.
    Schedule(
            Map<ResourceName, Row> rows,
            SendWindow window,
            Predicate<ResourceName> mayWithdraw,
            LongSupplier nanos) {
        this.rows = rows;
        this.window = window;
        this.mayWithdraw = mayWithdraw;
        this.nanos = nanos;
    }

    void open(ResourceType type) {
        open.add(type);
    }

    boolean isOpen(ResourceType type) {
        return open.contains(type);
    }

    /// There may be something to send of a resource.
    void look(ResourceName name) {
        long now = nanos.getAsLong();
        news.add(name, now);
        leaving.add(name, now);
    }

    void hurry(ResourceName name) {
        urgent.add(name);
    }

    /// A resource is wanted no more.
    void leave(ResourceName name) {
        news.remove(name);
        urgent.remove(name);
        leaving.add(name, nanos.getAsLong());
    }

    /// A resource is wanted again.
    void stay(ResourceName name) {
        leaving.remove(name);
    }

    void forget(ResourceName name) {
        news.remove(name);
        leaving.remove(name);
        urgent.remove(name);
    }

    int size() {
        return news.size();
    }

    Optional<Outgoing> next() {
        long now = nanos.getAsLong();
        Optional<Outgoing> overtaking = overtaking(now);
        if (overtaking.isPresent() || window.isFull()) {
            return overtaking;
        }
        for (ResourceType type : ResourceType.values()) {
            Optional<Outgoing> response = updates(type, news.of(type), now);
            if (response.isPresent()) {
                return response;
            }
        }
        for (ResourceType type : List.of(ResourceType.values()).reversed()) {
            Optional<Outgoing> response = withdrawals(type, now);
            if (response.isPresent()) {
                return response;
            }
        }
        return Optional.empty();
    }

    private Optional<Outgoing> overtaking(long now) {
        if (urgent.isEmpty()) {
            return Optional.empty();
        }
        List<ResourceName> names = List.copyOf(urgent);
        Optional<Outgoing> response = updates(ResourceType.ENDPOINTS, names, now);
        urgent.removeIf(name -> !news.contains(name));
        return response;
    }

    private Optional<Outgoing> updates(ResourceType type, List<ResourceName> names, long now) {
        List<Compiled> taken = new ArrayList<>();
        int bytes = 0;
        long waited = 0;
        for (ResourceName name : open.contains(type) ? names : List.<ResourceName>of()) {
            Row row = rows.get(name);
            if (row != null && row.isOnItsWay()) {
                continue;
            }
            Optional<Compiled> due = row == null ? Optional.empty() : row.due();
            if (row == null || due.isEmpty()) {
                news.remove(name);
                continue;
            }
            int size = due.get().bytes().size();
            if (!taken.isEmpty() && bytes + size > MOST_BYTES) {
                break;
            }
            waited = Math.max(waited, news.waited(name, now));
            news.remove(name);
            row.sent(due.get());
            taken.add(due.get());
            bytes += size;
        }
        return response(type, taken, List.of(), waited);
    }

    private Optional<Outgoing> withdrawals(ResourceType type, long now) {
        List<String> names = new ArrayList<>();
        for (ResourceName name : open.contains(type) ? leaving.of(type) : List.<ResourceName>of()) {
            Row row = rows.get(name);
            if (row == null || row.staysAtClient()) {
                leaving.remove(name);
                continue;
            }
            if (names.size() < MOST_NAMES
                    && !row.isOnItsWay()
                    && row.isWithdrawalDue(now)
                    && mayWithdraw.test(name)) {
                leaving.remove(name);
                row.withdraw();
                names.add(name.name());
            }
        }
        return response(type, List.of(), names, 0);
    }

    private Optional<Outgoing> response(
            ResourceType type, List<Compiled> resources, List<String> withdrawn, long waited) {
        return resources.isEmpty() && withdrawn.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outgoing(window.nextNonce(), type, resources, withdrawn, waited));
    }
}
