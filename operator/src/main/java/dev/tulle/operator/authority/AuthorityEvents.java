package dev.tulle.operator.authority;

import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKey;
import java.util.Set;

/// Which changes of the view concern the CertificateAuthority: the MeshInstall, and the objects of
/// ours that somebody may delete or spoil.
final class AuthorityEvents {
    private static final Set<ObjectName> DEFAULT = Set.of(ObjectName.clusterScoped("default"));

    private AuthorityEvents() {}

    static Set<ObjectName> touched(ViewChange change, String namespace) {
        return change.changed().stream().anyMatch(key -> concerns(key, namespace))
                ? DEFAULT
                : Set.of();
    }

    private static boolean concerns(ViewKey key, String namespace) {
        return switch (key) {
            case ViewKey.OfObject object ->
                    switch (object.kind()) {
                        case INSTALL -> true;
                        case SECRET ->
                                isAuthority(object.name(), AuthorityHome.mesh(namespace, ""))
                                        || isAuthority(
                                                object.name(), AuthorityHome.webhook(namespace));
                        case CONFIG_MAP ->
                                object.name().equals(ObjectName.of(namespace, BundleMap.NAME));
                        case NAMESPACE,
                                SERVICE,
                                SLICE,
                                POD,
                                NODE,
                                SERVICE_ACCOUNT,
                                SERVICE_CIDR,
                                DEPLOYMENT,
                                AFFINITY_KEYS,
                                AUTHORITY,
                                SPLIT,
                                POLICY ->
                                false;
                    };
            case ViewKey.OfMembers members -> false;
            case ViewKey.OfValues values -> false;
        };
    }

    private static boolean isAuthority(ObjectName name, AuthorityHome home) {
        return name.equals(ObjectName.of(home.namespace(), home.issuerSecret()))
                || name.equals(ObjectName.of(home.namespace(), home.rootSecret()));
    }
}
