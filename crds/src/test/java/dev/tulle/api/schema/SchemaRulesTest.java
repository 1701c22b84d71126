package dev.tulle.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every field of the four kinds must keep.
class SchemaRulesTest {
    /// Keys that YAML 1.1 reads as a boolean, so that kubectl would lose them.
    private static final Set<String> BOOLEAN_WORDS =
            Set.of("on", "off", "yes", "no", "y", "n", "true", "false");

    private static final Map<String, BiConsumer<Field, List<String>>> RULES =
            Map.of(
                    "noFieldHasADefault", SchemaRulesTest::noDefault,
                    "everyListIsBoundedAndTyped", SchemaRulesTest::listIsBoundedAndTyped,
                    "everyStringIsBounded", SchemaRulesTest::stringIsBounded,
                    "everyMapIsBounded", SchemaRulesTest::mapIsBounded,
                    "everyFieldSaysWhatUnsetMeans", SchemaRulesTest::saysWhatUnsetMeans,
                    "noKeyIsABooleanOfYaml", SchemaRulesTest::keyIsNoBoolean,
                    "nothingIsPreservedUnknown", SchemaRulesTest::nothingUnknown,
                    "everyRuleSaysWhatToDo", SchemaRulesTest::ruleSaysWhatToDo,
                    "noRuleStandsTwice", SchemaRulesTest::noRuleTwice);

    private record Field(String path, String name, JSONSchemaProps schema) {
        boolean isItem() {
            return name.endsWith("]");
        }
    }

    @TestFactory
    List<DynamicTest> rules() throws IOException {
        var fields = fields();
        return RULES.entrySet().stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.getKey(), () -> holds(rule.getValue(), fields)))
                .toList();
    }

    private static void holds(BiConsumer<Field, List<String>> rule, List<Field> fields) {
        var breaches = new ArrayList<String>();

        fields.forEach(field -> rule.accept(field, breaches));

        assertThat(fields).as("fields of the committed CRDs").hasSizeGreaterThan(50);
        assertThat(breaches).isEmpty();
    }

    private static void noDefault(Field field, List<String> breaches) {
        if (field.schema.getDefault() != null) {
            breaches.add(field.path + " has a default");
        }
    }

    private static void listIsBoundedAndTyped(Field field, List<String> breaches) {
        if ("array".equals(field.schema.getType())
                && (field.schema.getMaxItems() == null
                        || field.schema.getXKubernetesListType() == null)) {
            breaches.add(field.path + " needs maxItems and a list type");
        }
    }

    private static void stringIsBounded(Field field, List<String> breaches) {
        var schema = field.schema;
        var free = schema.getEnum() == null || schema.getEnum().isEmpty();
        if ("string".equals(schema.getType()) && free && schema.getMaxLength() == null) {
            breaches.add(field.path + " needs maxLength or an enum");
        }
    }

    private static void mapIsBounded(Field field, List<String> breaches) {
        if (field.schema.getAdditionalProperties() != null
                && field.schema.getMaxProperties() == null) {
            breaches.add(field.path + " needs maxProperties");
        }
    }

    private static void saysWhatUnsetMeans(Field field, List<String> breaches) {
        var description = field.schema.getDescription();
        if (!field.isItem() && (description == null || !description.contains("Unset: "))) {
            breaches.add(field.path + " does not say what unset means");
        }
    }

    private static void keyIsNoBoolean(Field field, List<String> breaches) {
        if (BOOLEAN_WORDS.contains(field.name)) {
            breaches.add(field.path + " is a boolean in YAML 1.1");
        }
    }

    private static void nothingUnknown(Field field, List<String> breaches) {
        if (field.schema.getXKubernetesPreserveUnknownFields() != null) {
            breaches.add(field.path + " preserves unknown fields");
        }
    }

    private static void ruleSaysWhatToDo(Field field, List<String> breaches) {
        for (var rule : field.schema.getXKubernetesValidations()) {
            var message =
                    rule.getMessage() == null ? rule.getMessageExpression() : rule.getMessage();
            var ok =
                    message != null
                            && message.length() <= 170
                            && !message.endsWith(".")
                            && !message.contains("must satisfy")
                            && !message.contains("failed rule");
            if (!ok) {
                breaches.add(
                        field.path + " has a rule whose message is not a sentence: " + message);
            }
        }
    }

    private static void noRuleTwice(Field field, List<String> breaches) {
        var rules = field.schema.getXKubernetesValidations();
        if (rules.stream().distinct().count() != rules.size()) {
            breaches.add(field.path + " has the same rule twice");
        }
    }

    private static List<Field> fields() throws IOException {
        var fields = new ArrayList<Field>();
        for (String yaml : CrdYaml.committed().values()) {
            var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
            for (var version : crd.getSpec().getVersions()) {
                version.getSchema()
                        .getOpenAPIV3Schema()
                        .getProperties()
                        .forEach((name, schema) ->
                                collect(crd.getSpec().getNames().getKind(), name, schema, fields));
            }
        }
        return fields;
    }

    private static void collect(
            String parent, String name, JSONSchemaProps schema, List<Field> fields) {
        var path = parent + "." + name;
        fields.add(new Field(path, name, schema));
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((key, value) -> collect(path, key, value, fields));
        }
        if (schema.getItems() != null) {
            collect(path, name + "[]", schema.getItems().getSchema(), fields);
        }
        if (schema.getAdditionalProperties() != null) {
            collect(path, name + "[*]", schema.getAdditionalProperties().getSchema(), fields);
        }
    }

    @TestFactory
    List<DynamicTest> everyKindHasItsCategoryAndStatus() throws IOException {
        return CrdYaml.committed().entrySet().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getKey(), () -> kindIsComplete(file.getValue())))
                .collect(Collectors.toList());
    }

    private static void kindIsComplete(String yaml) {
        var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);

        var version = crd.getSpec().getVersions().getFirst();

        assertThat(crd.getSpec().getNames().getCategories()).containsExactly("mesh");
        assertThat(crd.getSpec().getNames().getShortNames()).hasSize(1);
        assertThat(version.getSubresources().getStatus()).as("status subresource").isNotNull();
        assertThat(version.getSchema().getOpenAPIV3Schema().getRequired()).containsExactly("spec");
        assertThat(version.getAdditionalPrinterColumns().getLast().getName()).isEqualTo("AGE");
    }
}
