package dev.tulle.api.schema;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds what annotations cannot say: `spec` required, category, list and map types, bounds of maps,
/// the order of columns, the rule on the object's own name.
final class CrdCompletion implements CRDPostProcessor {
    private static final Map<String, ValidationRule> ONLY_DEFAULT =
            Map.of(
                    "MeshInstall",
                    onlyDefault("there is one MeshInstall in a cluster: name it 'default'"),
                    "CertificateAuthority",
                    onlyDefault(
                            "there is one CertificateAuthority in a cluster: name it 'default'"));

    /// Lists of objects and the member that names an entry; every other list is a set of scalars.
    private static final Map<String, String> LIST_KEYS =
            Map.ofEntries(
                    Map.entry("conditions", "type"),
                    Map.entry("backends", "service"),
                    Map.entry("effective", "service"),
                    Map.entry("status.rules", "name"),
                    Map.entry("headers", "name"),
                    Map.entry("mirror", "service"),
                    Map.entry("set", "name"),
                    Map.entry("add", "name"),
                    Map.entry("query", "name"),
                    Map.entry("cookies", "name"),
                    Map.entry("conflicts", "field"),
                    Map.entry("roots", "fingerprint"));

    /// Lists whose order means something.
    private static final Set<String> ORDERED = Set.of("spec.rules", "matches");

    private static final Map<String, MapBound> MAP_BOUNDS =
            Map.of(
                    "requests", new MapBound(0, 8),
                    "limits", new MapBound(0, 8),
                    "matchLabels", new MapBound(1, 8));

    /// Paths that `kubectl get --field-selector` takes.
    private static final Map<String, List<String>> SELECTABLE =
            Map.of(
                    "TrafficSplit", List.of(".spec.service"),
                    "MeshPolicy", List.of(".spec.targetRef.kind", ".spec.targetRef.name"));

    private static final long LABEL_VALUE_LENGTH = 63;

    private record MapBound(long least, long most) {}

    @Override
    public HasMetadata process(HasMetadata generated, String crdVersion) {
        var crd = (CustomResourceDefinition) generated;
        var kind = crd.getSpec().getNames().getKind();
        crd.getSpec().getNames().setCategories(List.of("mesh"));
        for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
            version.setAdditionalPrinterColumns(PrintedColumns.BY_KIND.get(kind));
            var root = version.getSchema().getOpenAPIV3Schema();
            version.setSelectableFields(
                    SELECTABLE.getOrDefault(kind, List.of()).stream()
                            .map(path -> new SelectableField(path))
                            .toList());
            root.setRequired(List.of("spec"));
            root.setDescription(description(kind));
            var rule = ONLY_DEFAULT.get(kind);
            if (rule != null) {
                root.setXKubernetesValidations(List.of(rule));
            }
            root.getProperties().forEach(CrdCompletion::describe);
            root.getProperties().forEach((name, part) -> complete("", name, part));
        }
        return crd;
    }

    private static void describe(String name, JSONSchemaProps schema) {
        schema.setDescription(
                "spec".equals(name)
                        ? "What is asked. Unset: not allowed."
                        : "What is. Unset: not visited yet.");
    }

    private static void complete(String parent, String name, JSONSchemaProps schema) {
        if ("array".equals(schema.getType())) {
            var key = LIST_KEYS.getOrDefault(parent + "." + name, LIST_KEYS.get(name));
            schema.setXKubernetesListType(listType(parent, name, key));
            if (key != null) {
                schema.setXKubernetesListMapKeys(List.of(key));
            }
            complete(parent, name + "[]", schema.getItems().getSchema());
        }
        var bound = MAP_BOUNDS.get(name);
        if (schema.getAdditionalProperties() != null && bound != null) {
            schema.setMinProperties(bound.least == 0 ? null : bound.least);
            schema.setMaxProperties(bound.most);
            var value = schema.getAdditionalProperties().getSchema();
            if ("string".equals(value.getType())) {
                value.setMaxLength(LABEL_VALUE_LENGTH);
            }
        }
        if (schema.getXKubernetesValidations() != null) {
            // The generator reads an annotated component twice: as a field and as an accessor.
            schema.setXKubernetesValidations(
                    schema.getXKubernetesValidations().stream().distinct().toList());
        }
        if ("targetRef".equals(name)) {
            schema.setXKubernetesMapType("atomic");
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((key, part) -> complete(name, key, part));
        }
    }

    private static String listType(String parent, String name, @Nullable String key) {
        if (ORDERED.contains(name) || ORDERED.contains(parent + "." + name)) {
            return "atomic";
        }
        return key == null ? "set" : "map";
    }

    private static String description(String kind) {
        return switch (kind) {
            case "MeshInstall" ->
                    "Which version of the mesh runs, how proxies look, what holds mesh-wide. There"
                            + " is one, named default.";
            case "TrafficSplit" -> "Where requests for one Service go, by weight and by rule.";
            case "MeshPolicy" -> "How a namespace, a Service or a set of pods may be called.";
            case "CertificateAuthority" ->
                    "Who signs the certificates of workloads, and for how long. There is one, named"
                            + " default.";
            default -> throw new IllegalArgumentException("no description for kind " + kind);
        };
    }

    private static ValidationRule onlyDefault(String message) {
        return new ValidationRuleBuilder()
                .withRule("self.metadata.name == 'default'")
                .withMessage(message)
                .build();
    }
}
