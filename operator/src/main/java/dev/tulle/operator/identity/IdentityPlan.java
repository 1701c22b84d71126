package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SecretView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to be done about every identity of the mesh at one moment: pure.
///
/// @param needs most urgent first: pods that wait, then what ends soonest
record IdentityPlan(List<Need> needs, Census census) {
    IdentityPlan {
        needs = List.copyOf(needs);
    }

    /// Looks at everything once.
    ///
    /// @param signers who signs under each name; what nobody signs for is left as it is
    static IdentityPlan of(
            ClusterView view, String namespace, Map<AuthorityName, Signer> signers, Instant now) {
        Map<ObjectName, Wanted> wanted =
                wanted(view, namespace, signers)
                        .collect(
                                Collectors.toMap(
                                        Wanted::secret,
                                        Function.identity(),
                                        (first, second) -> first,
                                        LinkedHashMap::new));
        Map<ObjectName, Held> held = held(view, wanted);
        List<Need> needs = new ArrayList<>();
        for (Wanted want : wanted.values()) {
            Signer signer = signers.get(want.authority());
            if (signer != null) {
                Optional<Held> have = Optional.ofNullable(held.get(want.secret()));
                needs.add(Need.ofWanted(want, have, signer, now));
            }
        }
        if (signers.containsKey(AuthorityName.MESH)) {
            held.values().stream()
                    .filter(have -> !wanted.containsKey(have.secret()))
                    .map(have -> Need.ofUnwanted(have, now))
                    .forEach(needs::add);
        }
        needs.sort(Comparator.comparing(IdentityPlan::urgency));
        return new IdentityPlan(needs, Census.of(wanted.values(), held, now));
    }

    /// After the MeshInstall is gone nobody needs anything but what living pods still mount.
    static IdentityPlan ofUninstalled(ClusterView view) {
        Set<ObjectName> mounted = Wants.mounted(view);
        List<Need> removals =
                held(view, Map.of()).values().stream()
                        .filter(have -> !mounted.contains(have.secret()))
                        .<Need>map(Need.Remove::new)
                        .toList();
        return new IdentityPlan(removals, Census.of(List.of(), Map.of(), Instant.EPOCH));
    }

    /// Secrets of workloads that are to be written.
    Stream<ObjectName> dueWorkloads() {
        return needs.stream()
                .flatMap(need ->
                        need instanceof Need.Issue issue && issue.wanted().isWorkload()
                                ? Stream.of(issue.secret())
                                : Stream.of());
    }

    private static Stream<Wanted> wanted(
            ClusterView view, String namespace, Map<AuthorityName, Signer> signers) {
        Stream<Wanted> mesh =
                domain(signers, AuthorityName.MESH)
                        .map(domain ->
                                Stream.concat(
                                        Stream.of(Wants.discovery(namespace, domain)),
                                        Wants.workloads(view, domain).stream()))
                        .orElseGet(Stream::of);
        Stream<Wanted> webhook =
                domain(signers, AuthorityName.WEBHOOK)
                        .map(domain -> Wants.webhook(namespace, domain))
                        .stream();
        return Stream.concat(webhook, mesh);
    }

    private static Optional<String> domain(Map<AuthorityName, Signer> signers, AuthorityName name) {
        return Optional.ofNullable(signers.get(name)).map(s -> s.authority().trustDomain());
    }

    /// By our label, and by name if somebody took the label away.
    private static Map<ObjectName, Held> held(ClusterView view, Map<ObjectName, Wanted> wanted) {
        return view.all(SecretView.class).stream()
                .filter(secret ->
                        IdentitySecret.isOurs(secret.labels()) || wanted.containsKey(secret.name()))
                .filter(secret -> !secret.meta().isDeleting())
                .map(Held::of)
                .collect(Collectors.toMap(Held::secret, Function.identity()));
    }

    private static Instant urgency(Need need) {
        return switch (need) {
            case Need.Issue issue ->
                    issue.held().flatMap(Held::facts).map(Held.Facts::notAfter).orElse(Instant.MIN);
            case Need.Keep keep -> Instant.MAX;
            case Need.Remove remove -> Instant.MAX;
        };
    }
}
