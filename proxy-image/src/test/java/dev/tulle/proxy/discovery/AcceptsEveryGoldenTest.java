package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.xds.Resource;
import dev.tulle.proxy.runtime.MeshConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// All that discovery can say, the proxy can honour: every golden of the compiler, read as bytes,
/// for the two sides share no class path.
class AcceptsEveryGoldenTest {
    private static final Path GOLDENS = Path.of("../operator/src/test/resources/golden/compile");

    private static List<Path> goldens() throws IOException {
        assertThat(GOLDENS).as("the compiler's goldens").isDirectory();
        try (Stream<Path> files = Files.walk(GOLDENS)) {
            return files.filter(file -> file.endsWith("out.binpb")).sorted().toList();
        }
    }

    private static List<Resource> read(Path golden) throws IOException {
        List<Resource> resources = new ArrayList<>();
        try (InputStream in = Files.newInputStream(golden)) {
            Resource next = Resource.parseDelimitedFrom(in);
            while (next != null) {
                resources.add(next);
                next = Resource.parseDelimitedFrom(in);
            }
        }
        return resources;
    }

    @TestFactory
    Stream<DynamicTest> takesGoldenWhole() throws IOException {
        return goldens().stream()
                .map(golden ->
                        DynamicTest.dynamicTest(
                                GOLDENS.relativize(golden).getName(0).toString(),
                                () -> takesWhole(golden)));
    }

    private static void takesWhole(Path golden) throws IOException {
        Holdings holdings = new Holdings(bundle -> {});
        List<Resource> resources = read(golden);
        assertThat(resources).as("%s has resources", golden).isNotEmpty();
        for (Resource each : resources) {
            ResourceType type = ResourceType.of(each.getResource().getTypeUrl()).orElseThrow();
            Outcome outcome =
                    holdings.accept(
                            new ResourceKey(type, each.getName()),
                            each.getVersion(),
                            each.getResource().getValue(),
                            0);
            if (!(type == ResourceType.WORKLOAD && withoutTrust(resources))) {
                assertThat(outcome)
                        .as("%s %s arrives after all it refers to", type.label(), each.getName())
                        .isInstanceOf(Outcome.Accepted.class);
            }
        }
    }

    /// A mesh whose authority has published nothing yet: its pods wait.
    private static boolean withoutTrust(List<Resource> resources) {
        return resources.stream()
                .map(each -> each.getResource().getTypeUrl())
                .noneMatch(ResourceType.TRUST_BUNDLE.typeUrl()::equals);
    }

    @Test
    void goldensSayEveryTypeAndLeadToConfigurations() throws IOException {
        List<Optional<MeshConfig>> configs = new ArrayList<>();
        List<ResourceType> types = new ArrayList<>();
        for (Path golden : goldens()) {
            Holdings own = new Holdings(bundle -> {});
            for (Resource each : read(golden)) {
                ResourceType type = ResourceType.of(each.getResource().getTypeUrl()).orElseThrow();
                types.add(type);
                own.accept(
                        new ResourceKey(type, each.getName()),
                        each.getVersion(),
                        each.getResource().getValue(),
                        0);
            }
            configs.add(own.compose());
        }

        assertThat(types).contains(ResourceType.values());
        assertThat(configs).anyMatch(Optional::isPresent);
    }
}
