package dev.tulle.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every object in `objects/refused` gets the error that its first line promises (`# error:
/// <sentence>`); every one in `objects/accepted` is taken. A refused file of two documents is a
/// taken object and an edit of it.
@ExtendWith(ApiServer.class)
class RefusedYamlApiTest {
    private static final Path OBJECTS = Path.of("../crds/src/test/resources/objects");
    private static final String PROMISE = "# error: ";

    @TestFactory
    List<DynamicTest> refusedWithTheSentence(KubernetesClient client) throws IOException {
        return files("refused")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> isRefused(client, file)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> accepted(KubernetesClient client) throws IOException {
        return files("accepted")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> isTaken(client, file)))
                .toList();
    }

    private static void isRefused(KubernetesClient client, Path file) throws IOException {
        var text = Files.readString(file);
        assertThat(text).as("first line of %s", file).startsWith(PROMISE);
        var sentence = text.lines().findFirst().orElseThrow().substring(PROMISE.length());
        var documents = text.split("(?m)^---$", -1);
        var last = resource(client, documents[documents.length - 1]);
        if (documents.length == 2) {
            client.resource(resource(client, documents[0])).fieldManager("test").serverSideApply();
        }
        try {
            assertThatThrownBy(() -> client.resource(last).fieldManager("test").serverSideApply())
                    .as("the API server took %s", file)
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(sentence);
        } finally {
            client.resource(last).delete();
        }
    }

    private static void isTaken(KubernetesClient client, Path file) throws IOException {
        var taken =
                client.resource(resource(client, Files.readString(file)))
                        .dryRun(true)
                        .fieldManager("test")
                        .serverSideApply();

        assertThat(taken.getMetadata().getUid()).as("uid of %s", file).isNotBlank();
    }

    private static GenericKubernetesResource resource(KubernetesClient client, String yaml) {
        return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (var files = Files.list(OBJECTS.resolve(folder))) {
            return files.sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
