package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.xds.Node;
import dev.tulle.contract.xds.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private final Node owner = Requests.node("u1", "0.1.0", Instant.EPOCH);
    private final Holdings holdings = new Holdings(bundle -> {});

    @TempDir Path directory;

    @BeforeEach
    void hold() {
        accept(ResourceType.INBOUND, Messages.INBOUND, Messages.inbound(MtlsMode.STRICT).build());
        accept(
                ResourceType.TRUST_BUNDLE,
                Messages.TRUST_DOMAIN,
                Messages.bundle(1, ByteString.copyFromUtf8("root")).build());
        accept(ResourceType.WORKLOAD, Messages.POD, Messages.workload().build());
    }

    private void accept(ResourceType type, String name, MessageLite message) {
        assertThat(holdings.accept(new ResourceKey(type, name), "1", message.toByteString(), 0))
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void givesBackWhatWasWrittenInAnOrderThatCanBeAccepted() throws IOException {
        new StateFile(directory, owner).write(holdings);

        Holdings restored = new Holdings(bundle -> {});
        for (Resource each : new StateFile(directory, owner).read()) {
            ResourceType type = ResourceType.of(each.getResource().getTypeUrl()).orElseThrow();
            assertThat(
                            restored.accept(
                                    new ResourceKey(type, each.getName()),
                                    each.getVersion(),
                                    each.getResource().getValue(),
                                    0))
                    .isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(restored.compose()).isEqualTo(holdings.compose()).isPresent();
    }

    @Test
    void doesNotReadTheFileOfAnotherPod() throws IOException {
        new StateFile(directory, owner).write(holdings);
        Node other = Requests.node("u2", "0.1.0", Instant.EPOCH);

        assertThat(new StateFile(directory, other).read()).isEmpty();
    }

    @Test
    void doesNotReadTheFileOfAnotherContract() throws IOException {
        Struct.Builder metadata =
                Struct.newBuilder()
                        .putFields("contract", Value.newBuilder().setNumberValue(2).build());
        Node other = owner.toBuilder().setMetadata(metadata).build();
        new StateFile(directory, other).write(holdings);

        assertThat(new StateFile(directory, owner).read()).isEmpty();
    }

    @Test
    void leavesNoHalfWrittenFileBehind() throws IOException {
        new StateFile(directory, owner).write(holdings);
        new StateFile(directory, owner).write(holdings);

        assertThat(directory.toFile().list()).containsExactly("state");
    }

    @Test
    void saysWhenFileIsDamaged() throws IOException {
        Files.write(directory.resolve("state"), new byte[] {50, 1, 2, 3});

        assertThatThrownBy(() -> new StateFile(directory, owner).read())
                .isInstanceOf(IOException.class);
    }
}
