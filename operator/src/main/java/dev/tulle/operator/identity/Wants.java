package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.IdentitySecretName;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceAccountView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who needs a leaf: pure.
final class Wants {
    private static final String DISCOVERY = "tulle-discovery";
    private static final String WEBHOOK = "tulle-webhook";

    private Wants() {}

    /// Every ServiceAccount with a meshed pod that runs or will run. A pod counts from its ADDED
    /// event on, before it is scheduled, for its volume waits for the Secret.
    static List<Wanted> workloads(ClusterView view, String trustDomain) {
        List<Wanted> wanted = new ArrayList<>();
        for (String value : view.values(Index.PODS_BY_ACCOUNT)) {
            if (hasLivePod(view, value)) {
                account(view, value)
                        .map(found -> workload(trustDomain, found))
                        .ifPresent(wanted::add);
            }
        }
        return List.copyOf(wanted);
    }

    /// Secrets that meshed pods mount, whoever signs.
    static Set<ObjectName> mounted(ClusterView view) {
        return view.values(Index.PODS_BY_ACCOUNT).stream()
                .filter(value -> hasLivePod(view, value))
                .map(Wants::accountName)
                .map(Wants::secretOf)
                .collect(Collectors.toSet());
    }

    static Wanted discovery(String namespace, String trustDomain) {
        return new Wanted(
                ObjectName.of(namespace, DISCOVERY + "-tls"),
                AuthorityName.MESH,
                SpiffeId.workload(trustDomain, namespace, DISCOVERY),
                serviceNames(DISCOVERY, namespace),
                Optional.empty());
    }

    static Wanted webhook(String namespace, String trustDomain) {
        return new Wanted(
                ObjectName.of(namespace, WEBHOOK + "-tls"),
                AuthorityName.WEBHOOK,
                SpiffeId.workload(trustDomain, namespace, WEBHOOK),
                serviceNames(WEBHOOK, namespace),
                Optional.empty());
    }

    private static Wanted workload(String trustDomain, ServiceAccountView account) {
        ObjectName name = account.name();
        return new Wanted(
                secretOf(name),
                AuthorityName.MESH,
                SpiffeId.workload(trustDomain, name.namespace(), name.name()),
                List.of(),
                Optional.of(new Wanted.Account(name.name(), account.meta().uid())));
    }

    private static boolean hasLivePod(ClusterView view, String account) {
        return view.members(Index.PODS_BY_ACCOUNT, account).stream()
                .anyMatch(
                        pod -> view.find(PodView.class, pod).filter(PodView::isAlive).isPresent());
    }

    private static Optional<ServiceAccountView> account(ClusterView view, String value) {
        return view.find(ServiceAccountView.class, accountName(value))
                .filter(account -> !account.meta().isDeleting());
    }

    /// Values of the index are `namespace/account`.
    private static ObjectName accountName(String value) {
        int slash = value.indexOf('/');
        return ObjectName.of(value.substring(0, slash), value.substring(slash + 1));
    }

    private static ObjectName secretOf(ObjectName account) {
        return ObjectName.of(account.namespace(), IdentitySecretName.of(account.name()));
    }

    private static List<String> serviceNames(String service, String namespace) {
        String inCluster = service + "." + namespace + ".svc";
        return List.of(inCluster, inCluster + ".cluster.local", service + "." + namespace, service);
    }
}
