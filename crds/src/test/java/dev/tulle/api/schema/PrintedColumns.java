package dev.tulle.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import java.util.List;
import java.util.Map;

/// What `kubectl get` prints, in order. Times in the future are text: type `date` prints them as
/// invalid.
final class PrintedColumns {
    private static final CustomResourceColumnDefinition READY =
            text("READY", ".status.conditions[?(@.type=='Ready')].status");
    private static final CustomResourceColumnDefinition STATUS =
            text("STATUS", ".status.conditions[?(@.type=='Ready')].reason");
    private static final CustomResourceColumnDefinition MESSAGE =
            wide(text("MESSAGE", ".status.conditions[?(@.type=='Ready')].message"));
    private static final CustomResourceColumnDefinition AGE =
            column("AGE", "date", ".metadata.creationTimestamp");
    private static final CustomResourceColumnDefinition PROXIES =
            column("PROXIES", "integer", ".status.proxies.targeted");
    private static final CustomResourceColumnDefinition PROGRAMMED =
            column("PROGRAMMED", "integer", ".status.proxies.programmed");

    static final Map<String, List<CustomResourceColumnDefinition>> BY_KIND =
            Map.of(
                    "MeshInstall",
                    List.of(text("VERSION", ".spec.version"), READY, STATUS, PROXIES, MESSAGE, AGE),
                    "TrafficSplit",
                    List.of(
                            text("SERVICE", ".spec.service"),
                            text("WEIGHTS", ".status.weights"),
                            READY,
                            STATUS,
                            wide(PROXIES),
                            wide(PROGRAMMED),
                            MESSAGE,
                            AGE),
                    "MeshPolicy",
                    List.of(
                            text("TARGET", ".status.target"),
                            text("MTLS", ".status.mtls.mode"),
                            READY,
                            STATUS,
                            wide(PROXIES),
                            wide(PROGRAMMED),
                            MESSAGE,
                            AGE),
                    "CertificateAuthority",
                    List.of(
                            text("PROVIDER", ".status.provider"),
                            READY,
                            STATUS,
                            text("ROOT-EXPIRES", ".status.roots[?(@.state=='Active')].notAfter"),
                            text("ISSUER-EXPIRES", ".status.issuer.notAfter"),
                            column("WORKLOADS", "integer", ".status.workloads.total"),
                            column("VALID", "integer", ".status.workloads.valid"),
                            MESSAGE,
                            AGE));

    private PrintedColumns() {}

    private static CustomResourceColumnDefinition text(String name, String path) {
        return column(name, "string", path);
    }

    private static CustomResourceColumnDefinition column(String name, String type, String path) {
        return new CustomResourceColumnDefinitionBuilder()
                .withName(name)
                .withType(type)
                .withJsonPath(path)
                .build();
    }

    private static CustomResourceColumnDefinition wide(CustomResourceColumnDefinition column) {
        return new CustomResourceColumnDefinitionBuilder(column).withPriority(1).build();
    }
}
