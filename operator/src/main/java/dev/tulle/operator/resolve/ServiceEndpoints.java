package dev.tulle.operator.resolve;

import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SliceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The usable endpoints of a Service's port, sorted by address and port.
public final class ServiceEndpoints {

    /// An address and port that may be called.
    public record Endpoint(
            String address,
            int port,
            SliceView.State state,
            SliceView.@Nullable Pod pod,
            String zone,
            String node) {

        boolean isReady() {
            return state == SliceView.State.READY;
        }
    }

    private record Socket(String address, int port) implements Comparable<Socket> {
        private static final Comparator<Socket> ORDER =
                Comparator.comparing(Socket::address).thenComparingInt(Socket::port);

        @Override
        public int compareTo(Socket other) {
            return ORDER.compare(this, other);
        }
    }

    private ServiceEndpoints() {}

    public static List<Endpoint> of(Reads reads, ObjectName service, int port) {
        ServiceView view = reads.find(ServiceView.class, service).orElse(null);
        if (view == null || view.port(port).isEmpty()) {
            return List.of();
        }
        String name = view.port(port).get().name();
        Map<Socket, Endpoint> found = new TreeMap<>();
        for (SliceView slice :
                reads.find(SliceView.class, Index.SLICES_BY_SERVICE, service.toString())) {
            for (SliceView.Port open : slice.ports()) {
                if (open.name().equals(name)) {
                    add(view, slice, open.number(), found);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /// While an endpoint moves between two slices it stands in both; the better state counts.
    private static void add(
            ServiceView service, SliceView slice, int port, Map<Socket, Endpoint> found) {
        for (SliceView.Endpoint endpoint : slice.endpoints()) {
            if (endpoint.state() == SliceView.State.UNREADY
                    || !isFamilyOf(service, endpoint.address())) {
                continue;
            }
            found.merge(
                    new Socket(endpoint.address(), port),
                    new Endpoint(
                            endpoint.address(),
                            port,
                            endpoint.state(),
                            endpoint.pod(),
                            endpoint.zone(),
                            endpoint.node()),
                    (one, other) -> one.state().compareTo(other.state()) <= 0 ? one : other);
        }
    }

    /// A dual-stack Service has each pod twice; the family of its first cluster IP is taken.
    private static boolean isFamilyOf(ServiceView service, String address) {
        return service.clusterIps().isEmpty()
                || isIpv6(service.clusterIps().getFirst()) == isIpv6(address);
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }
}
