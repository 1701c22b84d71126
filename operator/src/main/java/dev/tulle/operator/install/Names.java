package dev.tulle.operator.install;

import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/// Names, ports and labels that the objects of an installation share.
final class Names {

    static final String DISCOVERY = "tulle-discovery";
    static final String WEBHOOK = "tulle-webhook";
    static final String WEBHOOK_CONFIGURATION = "tulle";
    static final String DISCOVERY_SECRET = "tulle-discovery-tls";
    static final String WEBHOOK_SECRET = "tulle-webhook-tls";

    static final int XDS_PORT = 8443;
    static final int WEBHOOK_PORT = 9443;
    static final int HEALTH_PORT = 8080;

    /// What Services, budget and policy select; never changed, for a Deployment's selector cannot
    /// be.
    static final Map<String, String> DISCOVERY_PODS = Map.of("app.kubernetes.io/name", DISCOVERY);

    /// Value of the part-of label of everything in the tree.
    static final String PART = "install";

    private Names() {}

    /// Metadata of an object in the own namespace.
    static ObjectMeta in(String namespace, String name) {
        return cluster(name).edit().withNamespace(namespace).build();
    }

    /// Metadata of a cluster-scoped object.
    static ObjectMeta cluster(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .addToLabels("app.kubernetes.io/name", name)
                .addToLabels(MeshLabel.MANAGED_BY.key(), "tulle")
                .addToLabels(MeshLabel.PART_OF.key(), PART)
                .build();
    }
}
