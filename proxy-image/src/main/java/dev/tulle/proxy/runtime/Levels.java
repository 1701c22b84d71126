package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.balance.LoadBalancers;
import dev.tulle.proxy.balance.SpillOver;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The endpoints of a backend in levels of preference, each with a balancer of its own. Nearly
/// every backend has one level, which then costs nothing.
final class Levels {
    private static final int MOST = 3;

    private final RandomGenerator random;
    private final List<LoadBalancer<EndpointRuntime>> balancers = new ArrayList<>(1);
    private List<List<EndpointLoad<EndpointRuntime>>> members = List.of(List.of());
    private int[] passing = new int[1];
    private int[] ready = new int[1];
    private @Nullable BalancePolicy policy;

    Levels(RandomGenerator random) {
        this.random = random;
    }

    void update(List<EndpointLoad<EndpointRuntime>> loads, BackendPolicy now, LocalWorkload local) {
        if (!now.balance().equals(policy)) {
            policy = now.balance();
            balancers.clear();
        }
        members = split(loads, now.preference(), local);
        while (balancers.size() < members.size()) {
            balancers.add(LoadBalancers.of(now.balance(), EndpointRuntime::name, random));
        }
        balancers.subList(members.size(), balancers.size()).clear();
        for (int i = 0; i < members.size(); i++) {
            balancers.get(i).update(members.get(i));
        }
        passing = new int[members.size()];
        ready = new int[members.size()];
    }

    private static List<List<EndpointLoad<EndpointRuntime>>> split(
            List<EndpointLoad<EndpointRuntime>> loads, Preference preference, LocalWorkload local) {
        if (preference == Preference.NONE) {
            return List.of(loads);
        }
        List<List<EndpointLoad<EndpointRuntime>>> levels = new ArrayList<>(MOST);
        for (int i = 0; i < MOST; i++) {
            levels.add(new ArrayList<>());
        }
        for (EndpointLoad<EndpointRuntime> load : loads) {
            levels.get(level(load.endpoint().endpoint(), preference, local)).add(load);
        }
        levels.removeIf(List::isEmpty);
        return levels.isEmpty() ? List.of(loads) : levels;
    }

    private static int level(Endpoint endpoint, Preference preference, LocalWorkload local) {
        boolean sameZone = !local.zone().isEmpty() && local.zone().equals(endpoint.zone());
        boolean sameNode = !local.node().isEmpty() && local.node().equals(endpoint.node());
        return switch (preference) {
            case NONE -> 0;
            case SAME_ZONE -> sameZone ? 0 : 1;
            case SAME_NODE -> sameNode ? 0 : sameZone ? 1 : 2;
        };
    }

    /// One of the endpoints that pass: of the first level while enough of its ready ones pass, else
    /// the rest spills to the next.
    @Nullable EndpointLoad<EndpointRuntime> choose(Predicate<EndpointRuntime> passes, long hash) {
        if (balancers.size() == 1) {
            return balancers.getFirst().choose(passes, hash);
        }
        for (int i = 0; i < passing.length; i++) {
            count(i, passes);
        }
        int level = SpillOver.level(passing, ready, random);
        EndpointLoad<EndpointRuntime> chosen =
                level < 0 ? null : balancers.get(level).choose(passes, hash);
        for (int i = 0; chosen == null && i < balancers.size(); i++) {
            chosen = balancers.get(i).choose(passes, hash);
        }
        return chosen;
    }

    private void count(int level, Predicate<EndpointRuntime> passes) {
        int passed = 0;
        int stand = 0;
        List<EndpointLoad<EndpointRuntime>> all = members.get(level);
        for (int i = 0; i < all.size(); i++) {
            EndpointRuntime endpoint = all.get(i).endpoint();
            if (endpoint.ready()) {
                stand++;
                passed += passes.test(endpoint) ? 1 : 0;
            }
        }
        passing[level] = passed;
        ready[level] = stand;
    }
}
