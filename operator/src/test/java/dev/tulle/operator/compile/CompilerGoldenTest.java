package dev.tulle.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.tulle.contract.xds.Resource;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plain Kubernetes YAML in, the messages that proxies are sent out: as text for reviewers, as
/// bytes (length-delimited `Resource`s in the order of sending) for the proxy's own test.
class CompilerGoldenTest {

    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final int SHUFFLES = 5;

    @TestFactory
    Stream<DynamicTest> translatesAsRecorded() {
        return GoldenCase.all().stream()
                .map(golden ->
                        DynamicTest.dynamicTest(
                                golden.folder().getFileName().toString(),
                                () -> translatesAsRecorded(golden)));
    }

    @TestFactory
    Stream<DynamicTest> givesEqualBytesInAnyOrder() {
        return GoldenCase.all().stream()
                .map(golden ->
                        DynamicTest.dynamicTest(
                                golden.folder().getFileName().toString(),
                                () -> givesEqualBytesInAnyOrder(golden)));
    }

    @TestFactory
    Stream<DynamicTest> compilesWithoutAnyOneObject() {
        return GoldenCase.all().stream()
                .map(golden ->
                        DynamicTest.dynamicTest(
                                golden.folder().getFileName().toString(),
                                () -> compilesWithoutAnyOneObject(golden)));
    }

    private static void translatesAsRecorded(GoldenCase golden) throws IOException {
        List<Compiled> compiled = compile(golden.view());
        Path text = golden.folder().resolve("out.json");
        Path bytes = golden.folder().resolve("out.binpb");
        if (UPDATE) {
            Files.writeString(text, MessageJson.of(compiled));
            Files.write(bytes, delimited(compiled));
        }
        assertThat(MessageJson.of(compiled))
                .as("%s; if the change is meant: make golden", text)
                .isEqualTo(Files.readString(text));
        assertThat(delimited(compiled)).as("%s", bytes).isEqualTo(Files.readAllBytes(bytes));
    }

    private static void givesEqualBytesInAnyOrder(GoldenCase golden) throws IOException {
        byte[] expected = delimited(compile(golden.view()));
        Random random = new Random(11);
        for (int i = 0; i < SHUFFLES; i++) {
            List<ClusterObject> shuffled = new ArrayList<>(golden.objects());
            Collections.shuffle(shuffled, random);
            GoldenCase other = new GoldenCase(golden.folder(), shuffled);
            assertThat(delimited(compile(other.view())))
                    .as("bytes of the same objects in another order")
                    .isEqualTo(expected);
        }
    }

    /// What was demanded stays demanded when an object is gone.
    private static void compilesWithoutAnyOneObject(GoldenCase golden) {
        List<ResourceKey> demand = GoldenCase.demand(golden.view());
        for (ClusterObject gone : golden.objects()) {
            List<ClusterObject> rest = new ArrayList<>(golden.objects());
            rest.remove(gone);
            ClusterView view = new GoldenCase(golden.folder(), rest).view();
            List<Compiled> compiled =
                    GoldenCase.closure(new Compiler(GoldenCase.BUNDLE), view, demand);
            assertThat(compiled.stream().filter(it -> it.key() instanceof DestinationKey))
                    .as("every destination is answered without %s", gone.name())
                    .hasSize(
                            (int) demand.stream().filter(DestinationKey.class::isInstance).count());
        }
    }

    private static List<Compiled> compile(ClusterView view) {
        return GoldenCase.closure(new Compiler(GoldenCase.BUNDLE), view, GoldenCase.demand(view));
    }

    private static byte[] delimited(List<Compiled> compiled) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Compiled resource : compiled) {
            Resource.newBuilder()
                    .setName(resource.key().name())
                    .setVersion(resource.version())
                    .setResource(
                            Any.newBuilder()
                                    .setTypeUrl(resource.key().type().typeUrl())
                                    .setValue(resource.bytes()))
                    .build()
                    .writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }
}
