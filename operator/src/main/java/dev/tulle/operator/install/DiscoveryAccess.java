package dev.tulle.operator.install;

import dev.tulle.operator.view.AffinityKeysView;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import java.util.List;

/// Who discovery is, and what it may do. What it reads in the whole cluster stands in the
/// ClusterRole `tulle-discovery` of the chart; in the own namespace it writes its reports and
/// Events and reads three Secrets by name: its two serving ones and the keys of session affinity.
final class DiscoveryAccess {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private DiscoveryAccess() {}

    static ServiceAccount account(InstallPlan plan) {
        return new ServiceAccountBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .build();
    }

    static ClusterRoleBinding everywhere(InstallPlan plan) {
        return new ClusterRoleBindingBuilder()
                .withMetadata(Names.cluster(Names.DISCOVERY))
                .withNewRoleRef(RBAC, "ClusterRole", Names.DISCOVERY)
                .withSubjects(subject(plan))
                .build();
    }

    static Role role(InstallPlan plan) {
        return new RoleBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withRules(
                        secrets(),
                        rule("", "configmaps", "get", "list", "watch", "create", "patch"),
                        rule("events.k8s.io", "events", "get", "create", "patch"))
                .build();
    }

    static RoleBinding here(InstallPlan plan) {
        return new RoleBindingBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withNewRoleRef(RBAC, "Role", Names.DISCOVERY)
                .withSubjects(subject(plan))
                .build();
    }

    /// A watch on one name needs `list` too, which RBAC grants by name for such a watch.
    private static PolicyRule secrets() {
        return new PolicyRuleBuilder(rule("", "secrets", "get", "list", "watch"))
                .withResourceNames(
                        Names.DISCOVERY_SECRET, Names.WEBHOOK_SECRET, AffinityKeysView.NAME)
                .build();
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(List.of(verbs))
                .build();
    }

    private static Subject subject(InstallPlan plan) {
        return new SubjectBuilder()
                .withKind("ServiceAccount")
                .withName(Names.DISCOVERY)
                .withNamespace(plan.namespace())
                .build();
    }
}
