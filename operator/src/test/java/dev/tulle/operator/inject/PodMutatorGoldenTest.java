package dev.tulle.operator.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tulle.operator.golden.Golden;
import dev.tulle.operator.inject.Injection.Admitted;
import dev.tulle.operator.inject.Injection.Denied;
import dev.tulle.operator.inject.Injection.Passed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pod in, pod out: `golden/inject/<case>/in.yaml` holds the Namespace and the Pod.
class PodMutatorGoldenTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final PodMutator mutator = new PodMutator(JSON);

    static Stream<Path> cases() {
        return Golden.cases("inject").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void matchesGolden(Path folder) throws IOException {
        Input input = Input.read(folder);

        Injection injection =
                mutator.mutate(input.pod(), input.namespace(), Settings.of(folder.getFileName()));

        Golden.verify(folder.resolve("out.yaml"), YAML.writeValueAsString(described(injection)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void secondVisitChangesNothing(Path folder) throws IOException {
        Input input = Input.read(folder);
        InjectionSettings settings = Settings.of(folder.getFileName());
        Injection first = mutator.mutate(input.pod(), input.namespace(), settings);

        if (first instanceof Admitted(InjectionDecision decision, ObjectNode pod)) {
            Injection second = mutator.mutate(pod, input.namespace(), settings);

            assertThat(second.decision())
                    .as("after %s", decision)
                    .isEqualTo(InjectionDecision.UNCHANGED);
            assertThat(JsonPatch.between(pod, ((Admitted) second).pod(), JSON)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void patchLeadsFromPodToPod(Path folder) throws IOException {
        Input input = Input.read(folder);
        Injection injection =
                mutator.mutate(input.pod(), input.namespace(), Settings.of(folder.getFileName()));

        if (injection instanceof Admitted(InjectionDecision decision, ObjectNode pod)) {
            JsonNode patch = JsonPatch.between(input.pod(), pod, JSON);

            assertThat(PatchedPod.of(input.pod(), patch)).as("%s", decision).isEqualTo(pod);
        }
    }

    private static ObjectNode described(Injection injection) {
        ObjectNode out = JSON.createObjectNode();
        out.put("decision", injection.decision().word());
        switch (injection) {
            case Admitted admitted -> out.set("pod", admitted.pod());
            case Passed passed -> out.put("warning", passed.warning()).set("pod", passed.pod());
            case Denied denied -> out.put("sentence", denied.sentence());
        }
        return out;
    }

    private record Input(PodNamespace namespace, ObjectNode pod) {

        static Input read(Path folder) throws IOException {
            List<ObjectNode> documents;
            try (var values =
                    YAML.readerFor(ObjectNode.class)
                            .<ObjectNode>readValues(Files.readString(folder.resolve("in.yaml")))) {
                documents = values.readAll();
            }
            JsonNode metadata = documents.get(0).path("metadata");
            Map<String, String> labels =
                    JSON.convertValue(
                            metadata.path("labels").isMissingNode()
                                    ? JSON.createObjectNode()
                                    : metadata.path("labels"),
                            JSON.getTypeFactory()
                                    .constructMapType(Map.class, String.class, String.class));
            return new Input(
                    new PodNamespace(metadata.path("name").asText(), labels), documents.get(1));
        }
    }
}
